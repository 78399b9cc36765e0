import Values

/// What a person orders for all runs, until it is taken back.
public enum StandingOrder: Hashable, Sendable {
    /// No release may begin in the environment. One that is under way goes on: halting is the word for that.
    case freeze(EnvironmentName)
    case unfreeze(EnvironmentName)
    /// What is in service there is ended, and not started again.
    case takeDown(EnvironmentName)
    /// What is in service there is to run: what was taken down, and what was given up.
    case bringUp(EnvironmentName)
    /// No run may enter the stage. Runs that are in it go on.
    ///
    /// The pipeline need not be named where only one has the stage.
    case disableTransition(StageName, pipeline: String? = nil)
    case enableTransition(StageName, pipeline: String? = nil)

    /// Nobody waits for what is brought up.
    fileprivate var needsReason: Bool {
        switch self {
        case .bringUp: false
        case .freeze, .unfreeze, .takeDown, .disableTransition, .enableTransition: true
        }
    }
}

/// A freeze or a disabled transition that stands: by whom, why, and since when.
public struct Standing: Equatable, Sendable, Codable {
    public let by: Actor
    public let reason: String
    public let since: Timestamp

    private enum CodingKeys: String, CodingKey { case by, reason, since }
}

extension Ledger {
    /// What follows from a person's standing order: the events to record, in order.
    ///
    /// - Parameters:
    ///   - id: an order whose id was carried out before has no consequences.
    ///   - configured: what there is beyond what runs were in.
    /// - Throws: `Refusal` when it changes nothing, names nothing that is known, or lacks a reason.
    public func decide(
        _ order: StandingOrder, by actor: Actor, reason: String?, id: OrderID? = nil,
        knowing configured: ConfiguredPlaces = ConfiguredPlaces()
    ) throws(Refusal) -> [Event] {
        if let id, hasTaken(id) { return [] }
        if order.needsReason, reason?.allSatisfy(\.isWhitespace) ?? true {
            throw Refusal("say why: everybody who waits will see it (--reason)")
        }
        let event = try event(of: order, by: actor, reason: reason ?? "", configured)
        return (id.map { [.orderTaken(id: $0, events: 1)] } ?? []) + [event]
    }

    private func event(
        of order: StandingOrder, by actor: Actor, reason: String, _ configured: ConfiguredPlaces
    ) throws(Refusal) -> Event {
        switch order {
        case .freeze(let environment):
            let known = configured.environments.union(knownEnvironments).map(\.rawValue)
            try Self.refuseUnknown(environment.rawValue, among: known, "environment")
            if let freeze = freezes[environment] {
                throw Refusal("\(environment) is frozen already, by \(freeze.by): \(freeze.reason)")
            }
            return .standing(.environmentFrozen(environment: environment, by: actor, reason: reason))
        case .unfreeze(let environment):
            guard freezes[environment] != nil else { throw Refusal("\(environment) is not frozen") }
            return .standing(.environmentUnfrozen(environment: environment, by: actor, reason: reason))
        case .takeDown(let environment):
            let record = try serving(environment)
            if let run = record.releasing {
                throw Refusal(
                    "run \(run) is releasing into \(environment); cancel it first, or let it end; where nobody carries it "
                        + "out: slipway cancel \(run.value) --wait")
            }
            if let standing = record.takenDown {
                throw Refusal("\(environment) is down already, taken down by \(standing.by): \(standing.reason)")
            }
            return .standing(.environmentTakenDown(environment: environment, by: actor, reason: reason))
        case .bringUp(let environment):
            let record = try serving(environment)
            guard record.stable?.start != nil else {
                throw Refusal(
                    "\(environment) was released by an earlier version of slipway, which did not keep how it is "
                        + "started; release it again")
            }
            return .standing(.environmentBroughtUp(environment: environment, by: actor, reason: reason))
        case .disableTransition(let stage, let pipeline):
            let transition = try transition(to: stage, of: pipeline, configured)
            if let standing = disabled(transition) {
                throw Refusal(
                    "the transition to \(stage) is disabled already, by \(standing.by): \(standing.reason)")
            }
            return .standing(
                .transitionDisabled(stage: stage, by: actor, reason: reason, pipeline: transition.pipeline))
        case .enableTransition(let stage, let pipeline):
            let transition = try disabledTransition(to: stage, of: pipeline)
            return .standing(.transitionEnabled(stage: stage, by: actor, reason: reason, pipeline: transition.pipeline))
        }
    }

    /// An environment in which something is in service.
    private func serving(_ name: EnvironmentName) throws(Refusal) -> EnvironmentRecord {
        let serving = environments.filter { $0.value.stable != nil }
        try Self.refuseUnknown(
            name.rawValue, among: serving.keys.map(\.rawValue), "environment with anything in service")
        return serving[name] ?? EnvironmentRecord()
    }

    /// What holds runs of a pipeline before a stage.
    func disabled(_ transition: TransitionID) -> Standing? {
        disabledTransitions[transition] ?? disabledTransitions[TransitionID(transition.stage, of: nil)]
    }

    /// The one that is meant: without a pipeline the only one that has the stage.
    private func transition(
        to stage: StageName, of pipeline: String?, _ configured: ConfiguredPlaces
    ) throws(Refusal) -> TransitionID {
        // A commit may have brought stages that the server's file lacks.
        let stages = pipelines.mapValues(\.stages).merging(configured.stages) { $0 + $1 }
        if let pipeline {
            try Self.refuseUnknown(pipeline, among: Array(stages.keys), "pipeline")
            try Self.refuseUnknown(stage.rawValue, among: (stages[pipeline] ?? []).map(\.rawValue), "stage")
            return TransitionID(stage, of: pipeline)
        }
        try Self.refuseUnknown(stage.rawValue, among: stages.values.joined().map(\.rawValue), "stage")
        let owners = stages.filter { $0.value.contains(stage) }.keys.sorted()
        guard owners.count == 1 else { throw Self.ambiguous(stage, owners) }
        return TransitionID(stage, of: owners[0])
    }

    /// One that is disabled: without a pipeline the only one.
    private func disabledTransition(to stage: StageName, of pipeline: String?) throws(Refusal) -> TransitionID {
        let found = disabledTransitions.keys.filter { $0.stage == stage }.sorted()
        guard let pipeline else {
            guard let only = found.first else { throw Refusal("the transition to \(stage) is not disabled") }
            guard found.count == 1 else { throw Self.ambiguous(stage, found.map { $0.pipeline ?? "all pipelines" }) }
            return only
        }
        if let one = found.first(where: { $0.pipeline == pipeline }) { return one }
        guard found.contains(where: { $0.pipeline == nil }) else {
            throw Refusal("the transition to \(stage) of \(pipeline) is not disabled")
        }
        throw Refusal("the transition to \(stage) is disabled in all pipelines; enable it without --pipeline")
    }

    private static func ambiguous(_ stage: StageName, _ pipelines: [String]) -> Refusal {
        Refusal("\(stage) is a stage of \(pipelines.joined(separator: ", ")); say which one you mean with --pipeline")
    }

    /// A misspelt freeze would protect nothing, and nobody would notice.
    private static func refuseUnknown(_ name: String, among known: [String], _ kind: String) throws(Refusal) {
        guard !known.contains(name) else { return }
        let names =
            known.isEmpty
            ? "none was part of a run so far" : "there are \(Set(known).sorted().joined(separator: ", "))"
        throw Refusal("there is no \(kind) \(name.quoted); \(names)")
    }
}
