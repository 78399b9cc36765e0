import Values

/// Whether users can be with stable, or go back to it.
///
/// While no instance of it answers there is nobody to protect: a release that begins goes as a first one does; one
/// under way is halted; nobody is moved from something to nothing unless a person insists.
extension ReleaseState {
    /// Whether users are with stable, or may have to go back to it.
    public var needsStable: Bool {
        guard plan.previous != nil, !standingStable.isEmpty else { return false }
        switch phase {
        case .preparing, .starting, .attaching, .shifting, .baking, .replacing, .promoting, .watching, .draining,
            .confirming:
            return true
        case .withdrawing, .stopping, .restoring: return isRollingBack
        case .closing, .finished: return false
        }
    }

    /// Whether nobody knows how stable is: it has to be asked before anything is decided that rests on it.
    public var isStableUnknown: Bool { needsStable && stableAskedAt == nil }

    /// The instances of stable that users are with or can go back to at once: in place, those that kept their places.
    var standingStable: [InstanceState] { isInPlace ? servingStable : leaving }

    /// How many instances of stable answer, as far as is known.
    public var answeringStable: Int { standingStable.count { $0.outage == nil } }

    /// Whether no instance of stable answers; `false` as well where there is none, or nobody has asked. In place, one that
    /// gave up its place can be put back.
    public var isStableDown: Bool {
        guard plan.previous != nil, stableAskedAt != nil, answeringStable == 0 else { return false }
        return !isInPlace || !standingStable.isEmpty || isRestorationHopeless
    }

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
        plan.previous == nil || isStableUnknown || answeringStable == standingStable.count ? nil : answeringStable
    }

    /// `no instance of stable 1.0.0 answers (0 of 2)`.
    var outageInWords: String { stableOutage.inWords("answers") }

    /// For the record.
    var stableOutage: StableOutage {
        StableOutage(
            version: plan.previous?.artifact.version ?? "", instances: leaving.count,
            takenPort: leaving.first { $0.outage?.failure.isTakenPort == true }?.outage?.failure)
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
    mutating func takeAnswers(_ down: [InstanceTrouble], answering: Int, at time: Timestamp) {
        takeAnswers(down, at: time)
        stableAskedAt = time
        if phase == .preparing, answering == 0 { beganWithoutStable = true }
        if answering > 0 { findStableAgain() }
    }

    mutating func recoverStable(_ id: InstanceID) {
        guard (leaving + restored).contains(where: { $0.id == id }) else { return }
        updateStable(id) { $0.outage = nil }
        findStableAgain()
    }

    private mutating func findStableAgain() {
        if beganWithoutStable, isInPlace { withdrawOffers() }
        beganWithoutStable = false
    }

    private mutating func takeAnswers(_ down: [InstanceTrouble], at time: Timestamp) {
        for index in leaving.indices { leaving[index].take(down, at: time) }
        for index in restored.indices where isRouted(restored[index]) { restored[index].take(down, at: time) }
    }

    mutating func updateStable(_ id: InstanceID, _ change: (inout InstanceState) -> Void) {
        if let index = leaving.firstIndex(where: { $0.id == id }) { change(&leaving[index]) }
        if let index = restored.firstIndex(where: { $0.id == id }) { change(&restored[index]) }
    }
}

extension InstanceState {
    /// What was seen not to answer before has not answered since.
    fileprivate mutating func take(_ down: [InstanceTrouble], at time: Timestamp) {
        let trouble = down.first { $0.instance == id }
        outage = trouble.map { Outage(since: outage?.since ?? time, failure: $0.failure) }
    }
}
