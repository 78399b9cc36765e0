import Judge

/// When a candidate is condemned, and what follows.
extension Draft {
    /// Acts on statistical evidence, while there is still a version to return to.
    mutating func judge(_ release: ReleaseState) {
        guard release.canRollBack, !release.isStableUnknown, release.plan.previous != nil, release.wasExposed else {
            return
        }
        if release.verdict == .unhealthy { return takeBackAfterAll(release) }
        guard release.health.isUnhealthy, let finding = release.findingOfWorstRule() else { return }
        condemn(finding, in: release)
    }

    /// A candidate that was found bad while nobody could be taken back goes as soon as somebody can. One that may have
    /// been promoted since is left to a person, who may have ordered that.
    private mutating func takeBackAfterAll(_ release: ReleaseState) {
        guard release.isHalted, !release.isStableDown, !release.mayBePromoted,
            release.settings.rollback.automatic,
            let finding = release.findingOfFailure() ?? release.findingOfWorstRule()
        else { return }
        emit(.release(release.environment, .rollbackStarted(cause: .unhealthy(finding))))
    }

    /// Acts on a fact about one instance. The old version's instances are not the candidate's fault.
    mutating func condemn(_ id: InstanceID, for failure: InstanceFailure, in release: ReleaseState) {
        // Where the candidate was, stable may have gone too: it is asked first, and the candidate is looked at after that.
        guard !release.wasExposed || !release.isStableUnknown || release.isRollingBack else { return }
        if release.restored.contains(where: { $0.id == id && ($0.phase == .starting || $0.phase == .started) }) {
            // What is put back is nobody's candidate.
            return emit(.release(release.environment, .instance(id, .failed(failure: failure))))
        }
        let isLive = release.instances.contains { $0.id == id && ($0.phase == .started || $0.phase == .ready) }
        let isWaiting = release.isWaiting(id, in: .starting)
        guard isLive || isWaiting else { return }
        emit(.release(release.environment, .instance(id, .failed(failure: failure))))
        guard release.canRollBack else { return }
        condemn(release.finding(for: failure, of: id), in: release, isUnproven: release.isProvingItself)
    }

    /// One bad answer is a hiccup; see `InstanceAnswer.failure`.
    ///
    /// - Parameter rule: whose probe it was; `nil` for the one that says when an instance is ready.
    mutating func takeAnswer(
        _ answer: InstanceAnswer, of id: InstanceID, by rule: String? = nil, in release: ReleaseState
    ) {
        if let failed = release.instances.first(where: { $0.id == id && $0.phase == .failed }) {
            return takeAnswer(answer, ofFailed: failed, by: rule, in: release)
        }
        guard let failure = answer.failure(by: rule) else { return }
        switch failure {
        case .notResponding(let detail), .unhealthy(_, let detail):
            emit(.release(release.environment, .instance(id, .probeFailed(detail: detail))))
        case .notReady, .exited, .portTaken: break
        }
        condemn(id, for: failure, in: release)
    }

    /// What it failed for was judged; now it is only taken down how it is.
    private mutating func takeAnswer(
        _ answer: InstanceAnswer, ofFailed instance: InstanceState, by rule: String?, in release: ReleaseState
    ) {
        if answer == .good {
            // What one rule holds against it no other can clear.
            guard instance.outage?.failure.rule == rule else { return }
            emit(.service(release.environment, .instanceUp(instance: instance.id)))
        } else if let failure = answer.failure(by: rule), failure.isNews(after: instance.outage) {
            emit(.release(release.environment, .instance(instance.id, .failed(failure: failure))))
        }
    }

    /// - Parameter isUnproven: a promotion would have to be repeated that nobody ordered for a candidate like this: it
    ///   is taken back even where a person would otherwise decide, for waiting would leave open who has the traffic.
    private mutating func condemn(_ finding: Finding, in release: ReleaseState, isUnproven: Bool = false) {
        let environment = release.environment
        emit(.release(environment, .verdictReached(verdict: .unhealthy, finding: finding)))
        let mayDecide = release.settings.rollback.automatic || isUnproven
        if mayDecide || !release.wasExposed || release.plan.previous == nil {
            takeBack(release, because: .unhealthy(finding))
        } else if !release.isHalted, release.phase != .draining {
            halt(release, by: .policy, reason: .unhealthy(finding))
        }
    }
}
