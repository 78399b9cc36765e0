import Delivery
import Values

/// What was built, and which version users have.
extension EventMapping {
    func packaged(_ artifact: Artifact, by step: StepID) -> CDEvent {
        event(
            .artifactPackaged, artifactID(artifact), ["change": reference(changeID)],
            custom: [
                "taskRun": reference(taskRun(step)), "version": .text(artifact.version),
                "digest": .string("sha256:\(artifact.digest.hexadecimal)"), "size": .integer(artifact.size.bytes),
            ])
    }

    /// The change's commit. One that comes from no repository has no name but its run's.
    private var changeID: String {
        context.change?.commit.flatMap { $0.isEmpty ? nil : String($0.unicodeScalars.prefix(256)) } ?? pipelineRun
    }

    func service(_ event: ReleaseEvent, in environment: EnvironmentName) -> CDEvent? {
        switch event {
        case .promoted(let deployment): promoted(environment, deployment)
        // Nobody has a version of which nothing answers, or to which nobody gets.
        case .finished(_, _, _, .some): nil
        case .finished(_, let running?, let down?, _) where down.count >= running.instances.count: nil
        case .finished(_, let running, _, _): withdrawn(environment, running: running)
        case .started, .stableAsked, .prepared, .instance, .requestsRouted, .candidateAttached, .trafficShifting,
            .trafficShifted,
            .leaseLost, .trafficSampled, .rungPassed, .verdictReached, .halted, .resumed, .promotionStarted,
            .oldReleased, .oldKept, .versionReady, .databaseMigrated, .rollbackStarted, .withdrawn, .drainStarted,
            .drained, .retryScheduled, .retried,
            .routerClosing, .routerClosed:
            nil
        }
    }

    private func promoted(_ environment: EnvironmentName, _ deployment: Deployment) -> CDEvent {
        let isFirst = context.releases[environment]?.plan.previous == nil
        return event(isFirst ? .serviceDeployed : .serviceUpgraded, environment, running: deployment.artifact)
    }

    /// Users who had the candidate, or may have had it, have the old version again; or none, as before.
    private func withdrawn(_ environment: EnvironmentName, running: Deployment?) -> CDEvent? {
        guard let release = context.releases[environment], release.isWithdrawn else { return nil }
        if let running {
            guard release.wasExposed, running.artifact == release.plan.previous?.artifact else { return nil }
            return event(.serviceRolledBack, environment, running: running.artifact)
        }
        return release.wasPromoted ? event(.serviceRemoved, environment, running: nil) : nil
    }

    private func event(_ type: EventType, _ environment: EnvironmentName, running: Artifact?) -> CDEvent {
        event(
            type, service(environment),
            [
                "environment": reference(environment.rawValue), "artifactId": running.map { .string(artifactID($0)) },
            ],
            custom: ["pipelineRun": reference(pipelineRun), "version": .text(running?.version)])
    }
}
