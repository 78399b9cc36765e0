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

    mutating func withdraw(_ release: ReleaseState, confirmed: Bool) {
        let started = release.rollback?.startedAt ?? now
        emit(
            .withdrawn(
                environment: release.environment, took: now - started, confirmed: confirmed,
                answering: release.answeringIfNotAll, asked: release.isStableUnknown ? false : nil))
    }

    /// A router that can't be reached has returned the traffic by itself once the lease has run out. After a promotion
    /// there is no lease, and nobody can tell who has the traffic: then nothing more is touched. An executor that has
    /// just come back tries for the whole time first.
    mutating func lookAtWithdrawal(of release: ReleaseState) {
        guard let end = release.endOfWithdrawal, now >= end else { return }
        if release.mayBePromoted {
            let running = release.isPromoted ? release.candidateDeployment(of: run.number) : release.plan.previous
            emit(
                .releaseFinished(
                    environment: release.environment, result: .errored, running: running,
                    down: release.troubles(of: running),
                    router: ledger.environments[release.environment]?.routerTrouble?.detail))
        } else {
            withdraw(release, confirmed: false)
        }
    }

    /// What became of an effect that is no longer wanted concerns nobody.
    mutating func takeProblem(_ effect: Effect, _ problem: Problem, in release: ReleaseState) {
        guard release.effects.contains(effect) else { return }
        let environment = release.environment
        switch effect {
        case .returnTraffic:
            let isHasty = release.retries < Self.hastyAttempts
            retryLater(
                problem, after: isHasty ? Self.retryPause : Self.patientPause(after: release.retries), in: release)
        case .drain(_, let slot):
            emit(.drained(environment: environment, slot: slot, cut: nil))
        case .stopInstance(_, let id, _):
            retryStop(id, problem, in: release)
        case .closeRouter:
            release.retries + 1 < Self.stopAttempts ? retryLater(problem, in: release) : finish(release)
        case .confirmRouter:
            missRouter(problem, in: release)
        case .holdLease, .sampleTraffic, .keepRouter, .watchInstance, .watchStable, .runCommand, .stopCommand,
            .makeArtifact:
            break
        case .askStable:
            retryLater(problem, in: release)
        case .prepare, .startInstance, .awaitReady, .attachCandidate, .shiftTraffic, .promoteRoute:
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
        emit(.retryScheduled(environment: release.environment, problem: problem, at: now + pause))
    }

    private mutating func retryStop(_ id: InstanceID, _ problem: Problem, in release: ReleaseState) {
        guard release.retries + 1 < Self.stopAttempts else {
            return emit(.instanceAbandoned(environment: release.environment, instance: id, problem: problem))
        }
        retryLater(problem, in: release)
    }

    mutating func endRetryPause() {
        guard let release = run.activeRelease, let due = release.retryAt, now >= due else { return }
        emit(.retried(environment: release.environment))
    }

    /// - Parameter router: why nobody gets to what is running; `nil` where the router runs.
    mutating func finish(_ release: ReleaseState, withoutRouter router: String? = nil) {
        let candidate = release.candidateDeployment(of: run.number)
        let running = release.isRollingBack ? release.plan.previous : candidate
        emit(
            .releaseFinished(
                environment: release.environment, result: release.endResult(isRouterDown: router != nil),
                running: running, down: release.troubles(of: running), router: router))
    }
}

extension ReleaseState {
    /// How long a share lasts at most that nobody holds open any more.
    public var shareEndsWithin: Duration { Lease.certainlyOver + leaseExcess }

    /// When nobody waits any more for a router to say that it has returned the traffic.
    var endOfWithdrawal: Timestamp? {
        rollback.map { $0.triedSince + (mayBePromoted ? Lease.certainlyOver : shareEndsWithin) }
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
    var endDetail: String? {
        let details = [
            rollback?.cause.problem?.description,
            isNobodyServing
                ? "\(plan.artifact.version) has all traffic, and no instance of it answers (0 of \(instances.count))"
                : nil,
            routerProblem.map { "the router was not seen to run: \($0)" },
        ].compactMap { $0 }
        return details.isEmpty ? nil : details.joined(separator: "; ")
    }

    /// The instances of what is running that don't answer; `nil` where all do, as far as is known.
    fileprivate func troubles(of running: Deployment?) -> [StandingTrouble]? {
        let ids = Set((running?.instances ?? []).map(\.id))
        let troubles = (leaving + instances).filter { ids.contains($0.id) }.compactMap { instance in
            instance.outage.map { StandingTrouble(instance.id, $0) }
        }
        return troubles.isEmpty ? nil : troubles
    }
}

/// The router's dead man's switch.
public enum Lease {
    /// How far ahead the lease is set each time.
    public static let length = Duration.seconds(10)
    /// How often it is renewed.
    public static let renewal = Duration.seconds(2)
    /// How often is looked whether it is to be renewed: soon after the clock was set.
    public static let watch = Duration.milliseconds(200)

    /// Whether it is to be renewed: in its turn, or because the clock was set. A clock set back would let the lease
    /// live on for as long; by one set ahead it may have ended.
    public static func isRenewalDue(at now: Timestamp, renewedAt last: Timestamp?) -> Bool {
        guard let last else { return true }
        return now < last || now >= last + renewal
    }
    /// After this long without a renewal the lease may have run out: the last one may have been nearly due.
    public static let mayBeOver = length - renewal
    /// After this long without a renewal the lease has surely run out; a second for whole-second clocks.
    public static let certainlyOver = length + .seconds(2)
}
