import Values

/// Who serves users while nobody carries a release out: what only an executor keeps open closes by itself.
public enum ServingWithoutExecutor: Equatable, Sendable {
    case stable, candidate
    /// The router may or may not have been told of a promotion, or keeps a share open.
    case stableOrCandidate
}

extension ReleaseState {
    /// Who serves users when nobody carries the release out, once its share has closed by itself; `nil` where the release changed
    /// nothing for them.
    public var servingWithoutExecutor: ServingWithoutExecutor? {
        guard wasExposed, !isFinished else { return nil }
        if isRollingBack, split == .none, plan.previous != nil { return .stable }
        if isPromoted { return .candidate }
        guard plan.previous != nil else { return nil }
        return mayBePromoted || platform.deadManSwitch == nil ? .stableOrCandidate : .stable
    }

    /// Where the router sends users while nobody carries the release out, when that is not where they should be.
    public func strayedWithoutExecutor(to slot: Slot?) -> Slot? {
        guard let slot, let stable = plan.previous?.slot else { return nil }
        return switch servingWithoutExecutor {
        case .stable, nil: slot == stable ? nil : slot
        case .candidate: slot == plan.slot ? nil : slot
        case .stableOrCandidate: nil
        }
    }

    /// The candidate's share at `now` when nobody has carried the release out since `time`, which is when that was seen.
    public func split(withoutExecutorSince time: Timestamp, at now: Timestamp) -> Share {
        closesByItselfWithin.map { now >= time + $0 } == true ? .none : split
    }

    /// Whether the release stands where it is until a person resumes it: nothing is under way meanwhile.
    public var standsHalted: Bool {
        switch phase {
        case .baking: isHalted
        // It was taken up, and everything is ready: only the halt keeps its share closed.
        case .attaching: isHalted && attached
        case .replacing: isHalted && isReplacementAtRest
        case .promoting: isHalted && isInPlace && isReplacementAtRest
        case .preparing, .starting, .shifting, .watching, .withdrawing, .draining, .confirming,
            .stopping, .restoring, .closing, .finished:
            false
        }
    }

    /// The share that the release goes on with when it is resumed, or that is baking; `nil` past the last rung.
    public var shareOfRung: Share? { rung?.exposure.share }
}
