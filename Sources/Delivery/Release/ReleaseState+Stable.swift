/// Whether users can be with stable, or go back to it.
///
/// While no instance of it answers there is nobody to protect: a release that begins goes as a first one does; one
/// under way is halted; nobody is moved from something to nothing unless a person insists.
extension ReleaseState {
    /// Whether users are with stable, or may have to go back to it.
    public var needsStable: Bool {
        guard plan.previous != nil else { return false }
        switch phase {
        case .preparing, .starting, .attaching, .shifting, .baking, .promoting, .keepingOld, .draining, .confirming:
            return true
        case .withdrawing, .stopping: return isRollingBack
        case .closing, .finished: return false
        }
    }

    /// Whether nobody knows how stable is: it has to be asked before anything is decided that rests on it.
    public var isStableUnknown: Bool { needsStable && stableAskedAt == nil }

    /// How many instances of stable answer, as far as is known.
    public var answeringStable: Int { leaving.count { $0.outage == nil } }

    /// Whether no instance of stable answers; `false` as well where there is none, or nobody has asked.
    public var isStableDown: Bool { plan.previous != nil && stableAskedAt != nil && answeringStable == 0 }

    /// Since when no instance of stable has answered, as far as anybody saw.
    public var stableDownSince: Timestamp? {
        isStableDown ? leaving.compactMap { $0.outage?.since }.max() : nil
    }

    /// Whether there is nobody to protect, so that the release goes to all traffic once it is ready.
    public var goesAsFirst: Bool { plan.previous == nil || beganWithoutStable && isStableDown }

    /// Whether exposure may not grow, as nobody could be taken back.
    var isHeldByOutage: Bool {
        isStableDown && !beganWithoutStable && !mayBePromoted && !isRollingBack && !isFinished
    }

    /// Whether resuming would only bring the next halt.
    var isHaltedByOutage: Bool { isHalted && isHeldByOutage }

    /// Whether taking the release back would move users to what doesn't answer.
    var wouldReturnToNobody: Bool { wasExposed && isStableDown }

    /// Whether taking the release back would move users to where nobody knows whether anybody answers.
    private var isBlindlyTakenBack: Bool { wasExposed && isStableUnknown }

    /// Whether it will be known in a moment what speaks against taking the release back: stable is just being asked.
    var learnsOfStable: Bool { canRollBack && isBlindlyTakenBack && retryAt == nil }

    /// How many instances of stable answer, where that isn't all of them; `nil` as well where nobody knows.
    var answeringIfNotAll: Int? {
        plan.previous == nil || isStableUnknown || answeringStable == leaving.count ? nil : answeringStable
    }

    /// `no instance of stable 1.0.0 answers (0 of 2)`.
    var outageInWords: String { outage("answers") }

    /// The same for the record, which is read later: `no instance of stable 1.0.0 answered (0 of 2)`.
    var outageForTheRecord: String { outage("answered") }

    private func outage(_ verb: String) -> String {
        let taken = leaving.first { $0.outage?.failure.isTakenPort == true }?.outage?.failure.inWords
        return "no instance of stable \(plan.previous?.artifact.version ?? "") \(verb) (0 of \(leaving.count)"
            + "\(taken.map { "; \($0)" } ?? ""))"
    }

    /// Why a rollback is refused until somebody insists.
    var objectionToRollback: Refusal? {
        guard canRollBack else { return nil }
        if isBlindlyTakenBack {
            return Refusal(
                "nobody knows yet whether stable \(plan.previous?.artifact.version ?? "") answers: it is being asked; "
                    + "order it again in a moment, or insist with --anyway (on the screen: a second y)")
        }
        guard isStableDown else { return nil }
        let candidate = plan.artifact.version
        let consequence =
            wasExposed
            ? "all users would get nothing, those of \(candidate) too"
            : "users get nothing, and \(candidate) could not help them any more"
        return Refusal(
            "\(outageInWords): \(consequence); promote, or insist with --anyway (on the screen: a second y)")
    }
}

extension ReleaseState {
    mutating func applyToStable(_ event: Event, at time: Timestamp) {
        switch event {
        case .stableAsked(_, let answering, let down):
            takeAnswers(down, at: time)
            stableAskedAt = time
            if phase == .preparing, answering == 0 { beganWithoutStable = true }
            if answering > 0 { beganWithoutStable = false }
        case .instanceDown(_, let id, let failure):
            updateStable(id) { $0.outage = Outage(since: $0.outage?.since ?? time, failure: failure) }
        case .instanceUp(_, let id) where leaving.contains { $0.id == id }:
            updateStable(id) { $0.outage = nil }
            beganWithoutStable = false
        default: break
        }
    }

    private mutating func takeAnswers(_ down: [InstanceTrouble], at time: Timestamp) {
        for index in leaving.indices {
            let trouble = down.first { $0.instance == leaving[index].id }
            // What was seen not to answer before has not answered since.
            leaving[index].outage = trouble.map {
                Outage(since: leaving[index].outage?.since ?? time, failure: $0.failure)
            }
        }
    }

    private mutating func updateStable(_ id: InstanceID, _ change: (inout InstanceState) -> Void) {
        if let index = leaving.firstIndex(where: { $0.id == id }) { change(&leaving[index]) }
    }
}
