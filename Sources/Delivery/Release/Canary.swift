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
        // Nobody meets the candidate through a router that is down; when it is up again the bake begins again.
        guard ledger.environments[release.environment]?.routerTrouble == nil else { return }
        let wanted = release.settings.strategy.bake
        let elapsed = now - bake.since
        guard elapsed >= wanted.duration else { return }
        if release.mayPass { return passStep(of: release, verdict: .healthy) }
        if wanted.requests == 0, release.bakedRequests == 0, release.mayPassWithoutData {
            return passStep(of: release, verdict: .noData)
        }
        guard elapsed >= wanted.limit else { return }
        endBake(of: release)
    }

    /// The bake has reached its limit, and the candidate has not passed.
    private mutating func endBake(of release: ReleaseState) {
        let takesBack = !release.hasData && release.settings.onNoData == .rollBack && release.health.logTrouble == nil
        if release.health.isSuspect, !takesBack { return hold(release, for: .inconclusive, .unclearEvidence) }
        guard !release.hasData else { return }
        switch release.settings.onNoData {
        case .continue where release.mayPassWithoutData: passStep(of: release, verdict: .noData)
        // A source that is broken says nothing of the candidate.
        case .rollBack where release.health.logTrouble == nil: takeBackUnjudged(release)
        case .hold, .continue, .rollBack: hold(release, for: .noData, release.lackOfData)
        }
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

    private mutating func takeBackUnjudged(_ release: ReleaseState) {
        emit(.verdictReached(environment: release.environment, verdict: .noData, finding: nil))
        takeBack(release, because: .noData(requests: release.bakedRequests, needed: release.neededRequests))
    }

    /// Nobody can tell: the split stays, and a person decides.
    private mutating func hold(_ release: ReleaseState, for verdict: Verdict, _ reason: String) {
        let environment = release.environment
        let finding = verdict == .inconclusive ? release.findingOfWorstRule() : nil
        emit(.verdictReached(environment: environment, verdict: verdict, finding: finding))
        emit(.halted(environment: environment, by: .policy, reason: reason))
    }

    /// The router returned all traffic by itself. Its share is closed before the lease is taken up again, so that only
    /// a decision opens it; and then the bake begins again from zero.
    mutating func loseLease(of release: ReleaseState) {
        // Whoever renews it and whoever shifts traffic may both find it: it is lost once.
        guard release.split > .none || release.target ?? .none > .none else { return }
        emit(.leaseLost(environment: release.environment))
        // It may be about to be closed already.
        guard release.phase != .shifting || release.target != Share.none else { return }
        emit(.trafficShifting(environment: release.environment, to: .none))
    }

    /// What nobody judged is closed, as after a lost lease, and the step bakes again from zero.
    mutating func closeUnwatchedShare(of release: ReleaseState) {
        guard release.phase == .shifting || release.phase == .baking else { return }
        guard release.target.map({ $0 > .none }) ?? (release.split > .none) else { return }
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

extension ReleaseState {
    /// Requests that the candidate must have answered within the bake: without any, nobody can be called healthy.
    var neededRequests: Int { max(1, settings.strategy.bake.requests) }

    /// Whether there is enough to judge by, from a source that can be believed.
    var hasData: Bool { bakedRequests >= neededRequests && health.logTrouble == nil }

    /// Whether nothing speaks against giving the candidate more, once its time is over.
    fileprivate var mayPass: Bool { hasData && !health.isSuspect }

    /// Whether the pipeline says to go on although too few came. A broken log is no proof that few came.
    fileprivate var mayPassWithoutData: Bool {
        settings.onNoData == .continue && !health.isSuspect && health.logTrouble == nil
    }

    /// Why nobody can judge, and what to write where that is as it should be.
    fileprivate var lackOfData: String {
        if let trouble = health.logTrouble { return trouble.description }
        let came =
            bakedRequests == 0
            ? "no request came" : "only \(bakedRequests) of \(neededRequests) requests came"
        return "\(came); where so few come, write on-no-data: continue"
    }
}

extension String {
    fileprivate static let unclearEvidence = "the evidence is not clear"
}
