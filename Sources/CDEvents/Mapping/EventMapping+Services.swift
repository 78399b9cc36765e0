import Delivery

/// What was built, and which version users have.
extension EventMapping {
    var artifact: CDEvent? {
        guard case .artifactMade(let step, let artifact) = record.event else { return nil }
        return event(
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

    var service: CDEvent? {
        switch record.event {
        case .promoted(let environment, let deployment):
            let isFirst = context.releases[environment]?.plan.previous == nil
            return event(
                isFirst ? .serviceDeployed : .serviceUpgraded, environment, running: deployment.artifact)
        // Nobody has a version of which nothing answers, or to which nobody gets.
        case .releaseFinished(_, _, _, _, .some): return nil
        case .releaseFinished(_, _, let running?, let down?, _) where down.count >= running.instances.count: return nil
        case .releaseFinished(let environment, _, let running, _, _): return withdrawn(environment, running: running)
        default: return nil
        }
    }

    /// Users who had the candidate, or may have had it, have the old version again; or none, as before.
    private func withdrawn(_ environment: EnvironmentName, running: Deployment?) -> CDEvent? {
        guard let release = context.releases[environment], release.isWithdrawn else { return nil }
        if let running {
            guard release.wasExposed, running == release.plan.previous else { return nil }
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
