import Values

/// What is in service is looked at between releases too. During one the release watches it itself.
extension Ledger {
    /// What is to be looked at now: nothing that was taken down, or that a release replaces where it stands.
    public var watchedDeployments: [(environment: EnvironmentName, deployment: Deployment)] {
        environments.keys.sorted().flatMap { name in
            (environments[name]?.wantedDeployments ?? []).map { (name, $0) }
        }
    }

    /// Those whose router is to be looked at: a release looks after its own.
    public var deploymentsAtRest: [(environment: EnvironmentName, deployment: Deployment)] {
        environments.keys.sorted().compactMap { name in
            guard let record = environments[name], record.isKeptUp, record.releasing == nil, let stable = record.stable
            else { return nil }
            return (name, stable)
        }
    }

    /// The events to record after an instance in service was asked.
    public func decide(_ answer: InstanceAnswer, of id: InstanceID, in environment: EnvironmentName) -> [Event] {
        guard let record = environments[environment], record.takenDown == nil,
            record.wantedDeployment(with: id) != nil
        else { return [] }
        // Also during a release, and where nobody had seen that it was down: from now on it hangs, and does not fail to start.
        if answer == .good, record.upkeep(of: id)?.state == .started {
            return [.service(environment, .instanceUp(instance: id))]
        }
        guard record.releasing == nil else { return [] }
        let outage = record.troubles.first { $0.instance == id }?.outage
        if let failure = answer.failure, failure.isNews(after: outage) {
            let isKept = record.kept?.deployment.instances.contains { $0.id == id } == true
            return [
                .service(environment, .instanceDown(instance: id, failure: failure, isKept: isKept ? true : nil))
            ]
        }
        return answer == .good && outage != nil ? [.service(environment, .instanceUp(instance: id))] : []
    }

    /// The events to record after somebody tried to reach the router of what is in service.
    public func decide(router answer: InstanceAnswer, in environment: EnvironmentName) -> [Event] {
        guard let record = environments[environment], record.releasing == nil, record.takenDown == nil,
            record.stable != nil
        else { return [] }
        if case .notResponding(let detail)? = answer.failure, record.routerTrouble == nil {
            return [.service(environment, .routerDown(detail: detail))]
        }
        return answer == .good && record.routerTrouble != nil ? [.service(environment, .routerUp())] : []
    }

    /// Whether what a run released finds files of variables where that run was built.
    public func needsWorkspace(of run: RunNumber) -> Bool {
        environments.values.contains { record in
            [record.stable, record.previous, record.kept?.deployment].compactMap { $0 }.contains {
                $0.start?.workspace != nil && $0.runs.contains(run)
            }
        }
    }
}

extension Deployment {
    /// The run that released it, and those that its instances are of: a way back takes what was still there.
    public var runs: Set<RunNumber> { Set([run] + instances.map(\.id.run)) }
}
