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
        let down = release.leaving.compactMap { instance -> InstanceTrouble? in
            guard let answer = answers[instance.id] else {
                return instance.outage.map { InstanceTrouble(instance.id, $0.failure) }
            }
            return answer.failure.map { InstanceTrouble(instance.id, $0) }
        }
        emit(
            .stableAsked(
                environment: release.environment, answering: release.leaving.count - down.count, down: down))
    }

    mutating func take(_ answer: InstanceAnswer, of id: InstanceID, in release: ReleaseState) {
        guard release.needsStable, !release.isStableUnknown,
            let instance = release.leaving.first(where: { $0.id == id })
        else { return }
        if let failure = answer.failure, failure.isNews(after: instance.outage) {
            emit(.instanceDown(environment: release.environment, instance: id, failure: failure))
        } else if answer == .good, instance.outage != nil {
            emit(.instanceUp(environment: release.environment, instance: id))
        }
    }

    /// Nobody could be taken back any more: exposure stays where it is, and a person decides.
    mutating func haltWithoutStable(_ release: ReleaseState) {
        guard release.isHeldByOutage, !release.isHalted else { return }
        halt(by: .policy, reason: release.outageForTheRecord)
    }

    /// Takes a release back by a rule. Nobody is moved to nobody by one: then it is halted.
    mutating func takeBack(_ release: ReleaseState, because cause: RollbackCause) {
        guard release.wouldReturnToNobody else {
            return emit(.rollbackStarted(environment: release.environment, cause: cause))
        }
        if !release.isHalted { halt(by: .policy, reason: "\(release.outageForTheRecord), and \(cause.inShort)") }
    }
}

extension RollbackCause {
    fileprivate var inShort: String {
        switch self {
        case .unhealthy(let finding): "the candidate is unhealthy: \(finding.rule) \(finding.value)"
        case .ordered, .cancelled: "somebody takes the candidate back"
        case .errored(let problem): problem.description
        case .noData: "there is too little traffic to judge by"
        }
    }
}
