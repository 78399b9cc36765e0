import Delivery

/// What is known of stable, as the events tell it: the other side of what the core makes of them.
struct KnownStable {
    private var instances: Set<InstanceID> = []
    private var down: Set<InstanceID> = []
    private var isKnown = false
    private(set) var beganWithout = false
    /// Whether users may have met the candidate.
    private(set) var wasExposed = false
    /// Whether somebody decided that the candidate gets everything.
    private(set) var isPromoted = false

    /// Whether it is known that no instance of it answers.
    var isDown: Bool { isKnown && !instances.isEmpty && down == instances }
    /// Whether nobody has asked since the release began, or was taken up.
    var isUnknown: Bool { !isKnown && !instances.isEmpty }

    mutating func note(_ event: Event, _ moment: Moment) {
        switch event {
        case .releaseStarted(_, let plan):
            self = KnownStable()
            instances = Set((plan.previous?.instances ?? []).map(\.id))
        case .takenUp: isKnown = false
        case .stableAsked(_, let answering, let troubles):
            // What was exposed before did not begin now.
            if answering == 0, !wasExposed, moment.state.release?.stableAskedAt == moment.now { beganWithout = true }
            if answering > 0 { beganWithout = false }
            down = Set(troubles.map(\.instance))
            isKnown = true
        case .instanceDown(_, let id, _): down.insert(id)
        case .instanceUp(_, let id) where instances.contains(id):
            down.remove(id)
            beganWithout = false
        case .trafficShifting(_, let share): wasExposed = wasExposed || share > .none
        case .promotionStarted: (wasExposed, isPromoted) = (true, true)
        default: break
        }
    }
}

/// While no instance of stable answers, the candidate's traffic never grows, unless the release began that way or
/// somebody promotes it.
struct NobodyGrowsWithoutStable: Invariant {
    private var stable = KnownStable()
    private var limit: Share?

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events { stable.note(event, moment) }
        guard stable.isDown, !stable.beganWithout, !stable.isPromoted, let release = moment.state.activeRelease else {
            limit = nil
            return nil
        }
        let exposure = moment.exposure(of: release)
        defer { limit = exposure }
        guard let limit, exposure > limit else { return nil }
        return "the candidate's traffic grew from \(limit) to \(exposure), and no instance of stable answers"
    }
}

/// No rule moves users to a stable of which no instance answers, or which nobody has asked since a crash.
struct NobodyIsMovedToNobody: Invariant {
    private var stable = KnownStable()

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            stable.note(event, moment)
            guard case .rollbackStarted(_, let cause) = event, cause.isRule, stable.wasExposed else { continue }
            if stable.isDown { return "a rule takes the release back, and no instance of stable answers" }
            if stable.isUnknown { return "a rule takes the release back, and nobody has asked stable" }
        }
        return nil
    }
}

/// A release never claims to have returned users to what does not answer.
struct ReturnsAreTold: Invariant {
    private var stable = KnownStable()

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            stable.note(event, moment)
            if stable.isUnknown, case .withdrawn(_, _, _, _, let asked) = event, asked != false {
                return "users are said to be back on stable, which nobody has asked"
            }
            guard stable.isDown else { continue }
            switch event {
            case .releaseFinished(_, .rolledBack, _, _, _): return "it is said to be rolled back, and stable is down"
            case .withdrawn(_, _, _, let answering, _) where answering != 0:
                return "users are said to be back on stable, which is down"
            default: continue
            }
        }
        return nil
    }
}

extension RollbackCause {
    /// Whether nobody ordered it.
    fileprivate var isRule: Bool {
        switch self {
        case .unhealthy, .errored, .noData: true
        case .ordered, .cancelled: false
        }
    }
}
