import Delivery

/// The release that the screen is about: the one under way, the next one to come, or the last one.
public struct ReleaseOutlook: Equatable, Sendable {
    public let environment: EnvironmentName
    public let settings: Environment
    /// What users had before it; `nil` where nothing was in service.
    public let stable: Deployment?
    /// What is, or will be, released; `nil` before it was made.
    public let candidate: Artifact?
    /// The release itself; `nil` before it began.
    public let release: ReleaseState?
    /// What is recorded of the environment, with what doesn't answer there.
    public let record: EnvironmentRecord?
}

extension DashboardModel {
    /// `nil` when the run deploys nowhere, or has not begun.
    public var outlook: ReleaseOutlook? {
        if let release = run.activeRelease { return outlook(of: release) }
        if run.result == nil, let next = nextEnvironment, let settings = run.pipeline?.environments[next] {
            return ReleaseOutlook(
                environment: next, settings: settings, stable: ledger.stable(in: next), candidate: run.artifact,
                release: nil, record: ledger.environments[next])
        }
        return run.release.map(outlook(of:)) ?? firstOutlook
    }

    private func outlook(of release: ReleaseState) -> ReleaseOutlook {
        ReleaseOutlook(
            environment: release.environment, settings: release.settings, stable: release.plan.previous,
            candidate: release.plan.artifact, release: release, record: ledger.environments[release.environment])
    }

    /// A run that ended before it released anything leaves its first environment as it was.
    private var firstOutlook: ReleaseOutlook? {
        guard let name = deployments.first?.environment, let settings = run.pipeline?.environments[name]
        else { return nil }
        return ReleaseOutlook(
            environment: name, settings: settings, stable: ledger.stable(in: name), candidate: run.artifact,
            release: nil, record: ledger.environments[name])
    }

    private var nextEnvironment: EnvironmentName? {
        deployments.first { $0.step.phase != .finished }?.environment
    }

    private var deployments: [(environment: EnvironmentName, step: StepState)] {
        run.stages.flatMap(\.steps).compactMap { state in
            if case .deploy(let environment) = state.step { (environment, state) } else { nil }
        }
    }
}
