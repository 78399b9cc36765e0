import Values

/// Taking a release back: traffic first, then everything else; and what to do when that can't be done.
extension Draft {
    /// How long an effect rests between two attempts.
    static let retryPause = Duration.milliseconds(500)
    /// How long it rests where nothing else is left to do: longer each time, as every attempt is recorded.
    static func patientPause(after retries: Int) -> Duration { .seconds(min(2 << min(retries, 3), 15)) }
    /// How often traffic is asked back without much of a pause: for longer than a lease usually lasts.
    static let hastyAttempts = 30
    /// How often an instance is told to stop before it is given up.
    static let stopAttempts = 5

    /// How long traffic is asked back after a failure: with little pause at first, as it is what matters.
    private static func pause(before release: ReleaseState) -> Duration {
        release.retries < hastyAttempts ? retryPause : patientPause(after: release.retries)
    }

    mutating func withdraw(_ release: ReleaseState, confirmed: Bool) {
        let started = release.rollback?.startedAt ?? now
        emit(
            .release(
                release.environment,
                .withdrawn(
                    took: now - started, confirmed: confirmed, answering: release.answeringIfNotAll,
                    asked: release.isStableUnknown ? false : nil)))
    }

    /// A router that can't be reached has returned the traffic by itself once its dead man's switch has acted; one
    /// without is told again until it hears. After a promotion no switch acts, and nobody can tell who has the traffic:
    /// then nothing more is touched. An executor that has just come back tries for the whole time first.
    mutating func lookAtWithdrawal(of release: ReleaseState) {
        if release.isInPlace { return lookAtRoute(of: release) }
        guard let end = release.endOfWithdrawal, now >= end else { return }
        if release.mayBePromoted {
            let running = release.isPromoted ? release.candidateDeployment(of: run.number) : release.plan.previous
            emit(
                .release(
                    release.environment,
                    .finished(
                        result: .errored, running: running, down: release.troubles(of: running),
                        router: ledger.environments[release.environment]?.routerTrouble?.detail)))
        } else {
            withdraw(release, confirmed: false)
        }
    }

    /// In place only the router's word counts: users are safe once it sends nobody to the candidate, and somebody to stable.
    mutating func lookAtRoute(of release: ReleaseState) {
        guard release.rollback?.safeAfter == nil, !release.isRouteUncertain, release.routedCandidates.isEmpty,
            !release.servingStable.isEmpty
        else { return }
        withdraw(release, confirmed: true)
    }

    /// What became of an effect that is no longer wanted concerns nobody.
    mutating func takeProblem(_ effect: ReleaseEffect, _ problem: Problem, in release: ReleaseState) {
        guard release.effects.contains(effect) else { return }
        switch effect {
        case .askStable: retryLater(problem, in: release)
        case .returnTraffic:
            retryLater(problem, after: Self.pause(before: release), in: release)
        case .drain(let slot): emit(.release(release.environment, .drained(slot: slot, cut: nil)))
        case .drainInstance(let id, _, _): emit(.release(release.environment, .instance(id, .drained(cut: nil))))
        case .routeRequests: retryLater(problem, after: Self.pause(before: release), in: release)
        case .stopInstance(let id, _): retryStop(id, problem, in: release)
        case .closeRouter:
            release.retries + 1 < Self.stopAttempts ? retryLater(problem, in: release) : finish(release)
        case .confirmRouter: missRouter(problem, in: release)
        case .holdLease, .sampleTraffic, .keepRouter, .watchInstance, .watchStable: break
        // Nothing is left to go back to: what is put back is tried until it works.
        case .putInPlace where release.phase == .restoring, .startInstance where release.phase == .restoring,
            .awaitReady where release.phase == .restoring:
            retryLater(problem, after: Self.patientPause(after: release.retries), in: release)
        case .prepare, .putInPlace, .startInstance, .awaitReady, .attachCandidate, .shiftTraffic, .promoteRoute:
            guard release.canRollBack else { return }
            // With nobody to go back to, or nobody known, it is tried until it works or a person decides.
            let isStuck = release.wasExposed && (release.isStableDown || release.isStableUnknown)
            isStuck
                ? retryLater(problem, after: Self.patientPause(after: release.retries), in: release)
                : takeBack(release, because: .errored(problem))
        }
    }

    private mutating func retryLater(
        _ problem: Problem, after pause: Duration = Self.retryPause, in release: ReleaseState
    ) {
        emit(.release(release.environment, .retryScheduled(problem: problem, at: now + pause)))
    }

    private mutating func retryStop(_ id: InstanceID, _ problem: Problem, in release: ReleaseState) {
        guard release.retries + 1 < Self.stopAttempts else {
            return emit(.release(release.environment, .instance(id, .abandoned(problem: problem))))
        }
        retryLater(problem, in: release)
    }

    mutating func endRetryPause(of environment: EnvironmentName) {
        guard let release = run.activeRelease(in: environment), let due = release.retryAt, now >= due else { return }
        emit(.release(release.environment, .retried))
    }

    /// - Parameter router: why nobody gets to what is running; `nil` where the router runs.
    mutating func finish(_ release: ReleaseState, withoutRouter router: String? = nil) {
        let running = release.deploymentAtEnd(of: run.number)
        emit(
            .release(
                release.environment,
                .finished(
                    result: release.endResult(isRouterDown: router != nil), running: running,
                    down: release.troubles(of: running), router: router)))
    }
}

extension ReleaseState {
    /// How long a router is asked to take a promotion back, before nothing more is touched.
    private static let patienceWithRouter = Duration.seconds(12)

    /// When nobody waits any more for a router to say that it has returned the traffic; `nil` where only its word counts.
    var endOfWithdrawal: Timestamp? {
        guard let rollback else { return nil }
        if mayBePromoted { return rollback.triedSince + Self.patienceWithRouter }
        return platform.deadManSwitch.map { rollback.triedSince + $0.certainlyOver + leaseExcess }
    }

    func endResult(isRouterDown: Bool) -> RunResult {
        switch rollback?.cause {
        case nil: return isNobodyServing ? .failed : isRouterDown ? .errored : .succeeded
        case .cancelled: return .cancelled
        case .errored: return .errored
        case .unhealthy, .ordered, .noData:
            return plan.previous == nil || isStableDown || isRouterDown ? .failed : .rolledBack
        }
    }

    /// Whether the new version has everything, and no instance of it was well when last seen.
    private var isNobodyServing: Bool { isPromoted && !isRollingBack && instances.allSatisfy { $0.outage != nil } }

    /// Why the release ended as it did; `nil` where its result says all.
    var report: StepReport? {
        let report = ReleaseReport(
            problem: rollback?.cause.problem, silentVersion: isNobodyServing ? plan.artifact.version : nil,
            instances: isNobodyServing ? instances.count : nil, routerProblem: routerProblem)
        return report == ReleaseReport() ? nil : .release(report)
    }

    /// The instances of what is running that don't answer; `nil` where all do, as far as is known.
    fileprivate func troubles(of running: Deployment?) -> [StandingTrouble]? {
        let ids = Set((running?.instances ?? []).map(\.id))
        let troubles = (leaving + instances + restored).filter { ids.contains($0.id) }.compactMap { instance in
            instance.outage.map { StandingTrouble(instance.id, $0) }
        }
        return troubles.isEmpty ? nil : troubles
    }
}
