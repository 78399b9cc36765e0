import Judge
import Values

/// Exposure grows a rung at a time, and only on evidence.
extension Draft {
    mutating func lookAtBake(of release: ReleaseState) {
        guard let bake = release.bake, let rung = release.rung else { return }
        let share = rung.exposure.share
        guard release.split >= share else {
            // A halt withdrew this rung before the router confirmed it; after the resume it is still to be taken.
            return emit(.release(release.environment, .trafficShifting(to: share)))
        }
        // Nobody meets the candidate through a router that is down; when it is up again the bake begins again.
        guard ledger.environments[release.environment]?.routerTrouble == nil else { return }
        let wanted = rung.bake
        let elapsed = now - bake.since
        guard elapsed >= wanted.duration else { return }
        if release.mayPass { return passRung(of: release, verdict: .healthy) }
        if wanted.requests == 0, release.bakedRequests == 0, release.mayPassWithoutData {
            return passRung(of: release, verdict: .noData)
        }
        guard elapsed >= wanted.limit else { return }
        endBake(of: release)
    }

    /// The bake has reached its limit, and the candidate has not passed.
    private mutating func endBake(of release: ReleaseState) {
        let takesBack = !release.hasData && release.settings.onNoData == .rollBack && release.health.logTrouble == nil
        if release.health.isSuspect, !takesBack { return hold(release, for: .inconclusive, .unclear) }
        guard !release.hasData else { return }
        switch release.settings.onNoData {
        case .continue where release.mayPassWithoutData: passRung(of: release, verdict: .noData)
        // A source that is broken says nothing of the candidate.
        case .rollBack where release.health.logTrouble == nil: takeBackUnjudged(release)
        case .hold, .continue, .rollBack: hold(release, for: .noData, release.lackOfData)
        }
    }

    private mutating func passRung(of release: ReleaseState, verdict: Verdict) {
        let environment = release.environment
        emit(.release(environment, .rungPassed(share: release.split, requests: release.bakedRequests)))
        guard let next = release.ladder.rung(at: release.rungIndex + 1) else {
            emit(.release(environment, .verdictReached(verdict: verdict, finding: nil)))
            return emit(.release(environment, .promotionStarted(by: .policy, reason: nil)))
        }
        emit(.release(environment, .trafficShifting(to: next.exposure.share)))
    }

    private mutating func takeBackUnjudged(_ release: ReleaseState) {
        emit(.release(release.environment, .verdictReached(verdict: .noData, finding: nil)))
        takeBack(release, because: .noData(requests: release.bakedRequests, needed: release.neededRequests))
    }

    /// Nobody can tell: the split stays, and a person decides.
    private mutating func hold(_ release: ReleaseState, for verdict: Verdict, _ reason: Reason) {
        let environment = release.environment
        let finding = verdict == .inconclusive ? release.findingOfWorstRule() : nil
        emit(.release(environment, .verdictReached(verdict: verdict, finding: finding)))
        emit(.release(environment, .halted(by: .policy, reason: reason)))
    }

    /// The router returned all traffic by itself. Its share is closed before the lease is taken up again, so that only
    /// a decision opens it; and then the bake begins again from zero.
    mutating func loseLease(of release: ReleaseState) {
        // Whoever renews it and whoever shifts traffic may both find it: it is lost once.
        guard release.split > .none || release.target ?? .none > .none else { return }
        emit(.release(release.environment, .leaseLost))
        // It may be about to be closed already.
        guard release.phase != .shifting || release.target != Share.none else { return }
        emit(.release(release.environment, .trafficShifting(to: .none)))
    }

    /// What nobody judged is closed, as after a lost lease, and the step bakes again from zero.
    mutating func closeUnwatchedShare(of release: ReleaseState) {
        if release.isInPlace {
            if release.phase == .baking {
                emit(.release(release.environment, .trafficShifting(to: release.split)))
            }
            return
        }
        guard release.phase == .shifting || release.phase == .baking else { return }
        guard release.target.map({ $0 > .none }) ?? (release.split > .none) else { return }
        emit(.release(release.environment, .trafficShifting(to: .none)))
    }

    /// A halt withdraws a step that the router has not confirmed: exposure stays where it is, or goes on to shrink.
    mutating func halt(_ release: ReleaseState, by actor: Actor, reason: Reason?) {
        emit(.release(release.environment, .halted(by: actor, reason: reason)))
        if release.phase == .shifting, release.target ?? .none > release.split {
            emit(.release(release.environment, .trafficShifting(to: release.split)))
        }
    }
}

extension ReleaseState {
    /// Requests that the candidate must have answered within the bake: without any, nobody can be called healthy.
    var neededRequests: Int { max(1, rung?.bake.requests ?? 1) }

    /// Whether there is enough to judge by, from a source that can be believed.
    var hasData: Bool { bakedRequests >= neededRequests && health.logTrouble == nil }

    /// Whether nothing speaks against giving the candidate more, once its time is over.
    fileprivate var mayPass: Bool { hasData && !health.isSuspect }

    /// Whether the pipeline says to go on although too few came. A broken log is no proof that few came.
    fileprivate var mayPassWithoutData: Bool {
        settings.onNoData == .continue && !health.isSuspect && health.logTrouble == nil
    }

    /// Why nobody can judge.
    fileprivate var lackOfData: Reason {
        if let trouble = health.logTrouble { return .noLog(trouble) }
        return .tooFewRequests(came: bakedRequests, needed: neededRequests)
    }
}
