import Values

/// What one look at the router saw.
public enum RouterLook: Equatable, Sendable {
    case runs
    /// It had gone since the last look, and was started again.
    case startedAgain
    /// It has gone and can't be started; `lasting` is for how long, by a clock that never jumps.
    case gone(detail: String, lasting: Duration)
}

/// The router is a process like any other: it may go at any moment of a release, which starts it again, and does not end
/// before it has seen it run.
extension Draft {
    mutating func take(_ look: RouterLook, in release: ReleaseState) {
        let environment = release.environment
        let isDown = ledger.environments[environment]?.routerTrouble != nil
        switch look {
        case .runs:
            if isDown { emit(.service(environment, .routerUp())) }
        case .startedAgain:
            emit(.service(environment, .routerUp(startedAgain: true)))
        case .gone(let detail, let lasting):
            guard !isDown, lasting >= InstanceAnswer.patience else { return }
            emit(.service(environment, .routerDown(detail: detail)))
        }
    }

    /// Users are served by whatever the release leaves behind: it ends.
    mutating func confirmRouter(_ look: RouterLook, in release: ReleaseState) {
        take(look, in: release)
        finish(release)
    }

    /// A router that can't be started is tried again a few times. Then the release ends, and says so.
    mutating func missRouter(_ problem: Problem, in release: ReleaseState) {
        guard release.retries + 1 >= Self.stopAttempts else {
            return emit(.release(release.environment, .retryScheduled(problem: problem, at: now + Self.retryPause)))
        }
        if ledger.environments[release.environment]?.routerTrouble == nil {
            emit(.service(release.environment, .routerDown(detail: problem.why)))
        }
        finish(release, withoutRouter: problem.why)
    }
}

extension ReleaseState {
    /// Whether all is done, and nothing is left but to see that the router runs.
    var lacksOnlyRouter: Bool {
        guard !isStableUnknown, !leavesRouterBehind else { return false }
        return switch phase {
        case .stopping: partingInstances.allSatisfy { !$0.mayRun }
        case .restoring: isRestorationSettled && (rollback?.safeAfter != nil || servingStable.isEmpty)
        case .promoting: isInPlace && isPromoted
        case .preparing, .starting, .attaching, .shifting, .baking, .replacing, .watching, .withdrawing, .draining,
            .confirming, .closing, .finished:
            false
        }
    }

    /// Whether the router is to run: users are behind it, or come there soon.
    var needsRouter: Bool {
        switch phase {
        case .preparing: plan.previous != nil && !isStableUnknown
        case .starting, .attaching, .shifting, .baking, .replacing, .promoting, .watching, .withdrawing, .draining,
            .confirming, .stopping, .restoring:
            !leavesRouterBehind
        case .closing, .finished: false
        }
    }

    /// The instances whose ports other processes have: they get no requests until they answer again themselves.
    public var withheld: [PlacedInstance] {
        (leaving + instances + restored).compactMap { instance in
            guard instance.outage?.failure.isTakenPort == true else { return nil }
            return instance.endpoint.map { PlacedInstance(id: instance.id, endpoint: $0) }
        }
    }
}
