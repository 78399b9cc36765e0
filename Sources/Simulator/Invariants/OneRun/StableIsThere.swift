import Delivery
import Values

/// What is known of stable, as the events tell it: the other side of what the core makes of them.
struct KnownStable {
    private var instances: Set<InstanceID> = []
    private var down: Set<InstanceID> = []
    private var isKnown = false
    /// Those that a rollback put back, and saw ready since.
    private var seen: Set<InstanceID> = []
    private(set) var beganWithout = false
    /// Whether users may have met the candidate.
    private(set) var wasExposed = false
    /// Whether somebody decided that the candidate gets everything.
    private(set) var isPromoted = false

    /// Whether it is known that no instance of it answers.
    var isDown: Bool { isKnown && !instances.isEmpty && instances.isSubset(of: down) }
    /// Whether nobody has asked since the release began, or was taken up.
    var isUnknown: Bool { !isKnown && !instances.isSubset(of: seen) }

    mutating func note(_ event: Event, _ moment: Moment) {
        if case .run(.takenUp) = event { (isKnown, seen) = (false, []) }
        if case .release(_, let event) = event { note(event, moment) }
        if case .service(_, let event) = event { note(event) }
    }

    private mutating func note(_ event: ReleaseEvent, _ moment: Moment) {
        switch event {
        case .started(let plan):
            self = KnownStable()
            instances = Set((plan.previous?.instances ?? []).map(\.id))
        case .stableAsked(let answering, let troubles):
            // What was exposed before did not begin now.
            if answering == 0, !wasExposed, moment.state.release?.stableAskedAt == moment.now { beganWithout = true }
            if answering > 0 { beganWithout = false }
            down = Set(troubles.map(\.instance))
            isKnown = true
        // In place, users can go back at once only to those that still get requests.
        case .requestsRouted(let routed):
            let slot = moment.state.release?.plan.previous?.slot
            instances = Set(routed.filter { $0.slot == slot })
        case .instance(let id, .ready): seen.insert(id)
        case .trafficShifting(let share): wasExposed = wasExposed || share > .none
        case .promotionStarted: (wasExposed, isPromoted) = (true, true)
        case .prepared, .instance, .candidateAttached, .trafficShifted, .leaseLost, .trafficSampled, .rungPassed,
            .verdictReached, .halted, .resumed, .promoted, .oldReleased, .oldKept, .versionReady, .databaseMigrated,
            .rollbackStarted, .withdrawn,
            .drainStarted,
            .drained, .retryScheduled, .retried, .routerClosing, .routerClosed, .finished:
            break
        }
    }

    private mutating func note(_ event: ServiceEvent) {
        switch event {
        case .instanceDown(let id, _, _): down.insert(id)
        case .instanceUp(let id):
            guard instances.contains(id) else { return }
            down.remove(id)
            beganWithout = false
        case .routerDown, .routerUp, .instanceRestarting, .instanceRestarted, .restartFailed, .instanceGivenUp,
            .serviceStopped, .oldEnding, .oldEnded:
            break
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
        defer { limit = release.isInPlace ? limit ?? moment.exposureOfEmptied(in: release) : exposure }
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
            guard case .release(_, .rollbackStarted(let cause)) = event, cause.isRule, stable.wasExposed else {
                continue
            }
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
            if stable.isUnknown, case .release(_, .withdrawn(_, _, _, let asked)) = event, asked != false {
                return "users are said to be back on stable, which nobody has asked"
            }
            guard stable.isDown else { continue }
            if case .release(_, .finished(.rolledBack, _, _, _)) = event {
                return "it is said to be rolled back, and stable is down"
            }
            if case .release(_, .withdrawn(_, _, let answering, _)) = event, answering != 0 {
                return "users are said to be back on stable, which is down"
            }
        }
        return nil
    }
}

extension RollbackCause {
    /// Whether nobody ordered it.
    var isRule: Bool {
        switch self {
        case .unhealthy, .errored, .noData: true
        case .ordered, .cancelled: false
        }
    }
}
