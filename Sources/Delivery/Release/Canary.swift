import Judge

/// The canary's rule: exposure grows a step at a time, and only on evidence.
extension Draft {
    mutating func lookAtBake(of release: ReleaseState) {
        guard let bake = release.bake else { return }
        let share = release.settings.strategy.steps[release.stepIndex]
        guard release.split >= share else {
            // A halt withdrew this step before the router confirmed it; after the resume it is still to be taken.
            return emit(.trafficShifting(environment: release.environment, to: share))
        }
        let wanted = release.settings.strategy.bake
        let elapsed = now - bake.since
        let hasRequests = release.bakedRequests >= wanted.requests
        if elapsed >= wanted.duration, hasRequests, !release.health.isSuspect {
            return passStep(of: release, verdict: .healthy)
        }
        guard elapsed >= wanted.limit else { return }
        hasRequests ? hold(release, for: .inconclusive) : missRequests(in: release)
    }

    private mutating func passStep(of release: ReleaseState, verdict: Verdict) {
        let environment = release.environment
        emit(.stepPassed(environment: environment, share: release.split, requests: release.bakedRequests))
        let steps = release.settings.strategy.steps
        guard steps.indices.contains(release.stepIndex + 1) else {
            emit(.verdictReached(environment: environment, verdict: verdict, finding: nil))
            return emit(.promotionStarted(environment: environment, by: .policy, reason: nil))
        }
        emit(.trafficShifting(environment: environment, to: steps[release.stepIndex + 1]))
    }

    private mutating func missRequests(in release: ReleaseState) {
        let needed = release.settings.strategy.bake.requests
        switch release.settings.onNoData {
        case .hold: hold(release, for: .noData)
        case .continue: passStep(of: release, verdict: .noData)
        case .rollBack:
            emit(.verdictReached(environment: release.environment, verdict: .noData, finding: nil))
            takeBack(release, because: .noData(requests: release.bakedRequests, needed: needed))
        }
    }

    /// Nobody can tell: the split stays, and a person decides.
    private mutating func hold(_ release: ReleaseState, for verdict: Verdict) {
        let environment = release.environment
        let finding = verdict == .inconclusive ? release.findingOfWorstRule() : nil
        emit(.verdictReached(environment: environment, verdict: verdict, finding: finding))
        let reason = verdict == .noData ? "too few requests to judge by" : "the evidence is not clear"
        emit(.halted(environment: environment, by: .policy, reason: reason))
    }

    /// The router returned all traffic by itself. Its share is closed before the lease is taken up again, so that only
    /// a decision opens it; and then the bake begins again from zero.
    mutating func loseLease(of release: ReleaseState) {
        emit(.leaseLost(environment: release.environment))
        emit(.trafficShifting(environment: release.environment, to: .none))
    }

    /// A halt withdraws a step that the router has not confirmed: exposure stays where it is, or goes on to shrink.
    mutating func halt(by actor: Actor, reason: String?) {
        guard let release = run.activeRelease else { return }
        emit(.halted(environment: release.environment, by: actor, reason: reason))
        if release.phase == .shifting, release.target ?? .none > release.split {
            emit(.trafficShifting(environment: release.environment, to: release.split))
        }
    }
}
