extension InstanceFailure {
    /// Whether it is to be told: of one that is down already only that another process has its port now.
    func isNews(after outage: Outage?) -> Bool {
        guard let outage else { return true }
        return isTakenPort && !outage.failure.isTakenPort
    }
}

/// What is seen of stable, and what follows.
extension Draft {
    /// Stable was asked anew: every instance is accounted for; one without an answer counts as it did before.
    mutating func takeAnswers(_ answers: [InstanceID: InstanceAnswer], in release: ReleaseState) {
        let asked = release.standingStable
        let down = asked.compactMap { instance -> InstanceTrouble? in
            guard let answer = answers[instance.id] else {
                return instance.outage.map { InstanceTrouble(instance.id, $0.failure) }
            }
            return answer.failure.map { InstanceTrouble(instance.id, $0) }
        }
        emit(
            .release(release.environment, .stableAsked(answering: asked.count - down.count, down: down)))
    }

    mutating func take(_ answer: InstanceAnswer, of id: InstanceID, in release: ReleaseState) {
        guard release.needsStable, !release.isStableUnknown,
            let instance = (release.leaving + release.restored).first(where: { $0.id == id })
        else { return }
        if let failure = answer.failure, failure.isNews(after: instance.outage) {
            emit(.service(release.environment, .instanceDown(instance: id, failure: failure)))
        } else if answer == .good, instance.outage != nil {
            emit(.service(release.environment, .instanceUp(instance: id)))
        }
    }

    /// Nobody could be taken back any more: exposure stays where it is, and a person decides.
    mutating func haltWithoutStable(_ release: ReleaseState) {
        guard release.isHeldByOutage, !release.isHalted else { return }
        halt(release, by: .policy, reason: .stableDown(release.stableOutage))
    }

    /// Takes a release back by a rule. Nobody is moved to nobody by one: then it is halted.
    mutating func takeBack(_ release: ReleaseState, because cause: RollbackCause) {
        guard release.wouldReturnToNobody else {
            return emit(.release(release.environment, .rollbackStarted(cause: cause)))
        }
        if !release.isHalted {
            halt(release, by: .policy, reason: .nobodyToReturnTo(release.stableOutage, because: cause))
        }
    }
}
