import Values

/// What is in service is looked at between releases too. During one the release watches it itself.
extension Ledger {
    /// What is to be looked at now: nothing that a run is just releasing into.
    public var deploymentsAtRest: [(environment: EnvironmentName, deployment: Deployment)] {
        environments.compactMap { name, record in
            guard record.releasing == nil, let stable = record.stable else { return nil }
            return (name, stable)
        }.sorted { $0.environment < $1.environment }
    }

    /// The events to record after an instance in service was asked.
    public func decide(_ answer: InstanceAnswer, of id: InstanceID, in environment: EnvironmentName) -> [Event] {
        guard let record = environments[environment], record.releasing == nil,
            record.stable?.instances.contains(where: { $0.id == id }) == true
        else { return [] }
        let outage = record.down.first { $0.instance == id }?.outage
        if let failure = answer.failure, failure.isNews(after: outage) {
            return [.service(environment, .instanceDown(instance: id, failure: failure))]
        }
        return answer == .good && outage != nil ? [.service(environment, .instanceUp(instance: id))] : []
    }

    /// The events to record after somebody tried to reach the router of what is in service.
    public func decide(router answer: InstanceAnswer, in environment: EnvironmentName) -> [Event] {
        guard let record = environments[environment], record.releasing == nil, record.stable != nil else { return [] }
        if case .notResponding(let detail)? = answer.failure, record.routerTrouble == nil {
            return [.service(environment, .routerDown(detail: detail))]
        }
        return answer == .good && record.routerTrouble != nil ? [.service(environment, .routerUp())] : []
    }
}
