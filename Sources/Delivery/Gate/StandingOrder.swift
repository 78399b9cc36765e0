/// What a person orders for all runs, until it is taken back.
public enum StandingOrder: Hashable, Sendable, Codable {
    /// No release may begin in the environment. One that is under way goes on: halting is the word for that.
    case freeze(EnvironmentName)
    case unfreeze(EnvironmentName)
    /// No run may enter the stage. Runs that are in it go on.
    case disableTransition(StageName)
    case enableTransition(StageName)
}

/// A freeze or a disabled transition that stands: by whom, why, and since when.
public struct Standing: Equatable, Sendable, Codable {
    public let by: Actor
    public let reason: String
    public let since: Timestamp
}

extension Ledger {
    /// What follows from a person's standing order: the events to record, in order.
    ///
    /// - Parameter id: an order whose id was carried out before has no consequences.
    /// - Throws: `Refusal` when it changes nothing, names nothing that is known, or lacks a reason.
    public func decide(
        _ order: StandingOrder, by actor: Actor, reason: String?, id: CommandID? = nil
    ) throws(Refusal) -> [Event] {
        if let id, hasTaken(id) { return [] }
        guard let reason, !reason.isEmpty else {
            throw Refusal("say why: everybody who waits will see it (--reason)")
        }
        let event = try event(of: order, by: actor, reason: reason)
        return (id.map { [.commandTaken(id: $0, events: 1)] } ?? []) + [event]
    }

    private func event(of order: StandingOrder, by actor: Actor, reason: String) throws(Refusal) -> Event {
        switch order {
        case .freeze(let environment):
            try refuseUnknown(environment.rawValue, among: knownEnvironments.map(\.rawValue), "environment")
            if let freeze = freezes[environment] {
                throw Refusal("\(environment) is frozen already, by \(freeze.by): \(freeze.reason)")
            }
            return .environmentFrozen(environment: environment, by: actor, reason: reason)
        case .unfreeze(let environment):
            guard freezes[environment] != nil else { throw Refusal("\(environment) is not frozen") }
            return .environmentUnfrozen(environment: environment, by: actor, reason: reason)
        case .disableTransition(let stage):
            try refuseUnknown(stage.rawValue, among: knownStages.map(\.rawValue), "stage")
            if let transition = disabledTransitions[stage] {
                throw Refusal(
                    "the transition to \(stage) is disabled already, by \(transition.by): \(transition.reason)")
            }
            return .transitionDisabled(stage: stage, by: actor, reason: reason)
        case .enableTransition(let stage):
            guard disabledTransitions[stage] != nil else {
                throw Refusal("the transition to \(stage) is not disabled")
            }
            return .transitionEnabled(stage: stage, by: actor, reason: reason)
        }
    }

    /// A misspelt freeze would protect nothing, and nobody would notice.
    private func refuseUnknown(_ name: String, among known: [String], _ kind: String) throws(Refusal) {
        guard !known.contains(name) else { return }
        let names = known.isEmpty ? "none was part of a run so far" : "there are \(known.joined(separator: ", "))"
        throw Refusal("there is no \(kind) \(name.quoted); \(names)")
    }
}
