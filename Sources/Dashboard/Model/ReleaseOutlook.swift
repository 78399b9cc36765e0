import Delivery
import Values

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

    /// How exposure grows, or will grow.
    public var ladder: Ladder { release?.ladder ?? settings.strategy.ladder(beside: stable) }
}

extension DashboardModel {
    /// `nil` when the run deploys nowhere, or has not begun.
    public var outlook: ReleaseOutlook? {
        if let release = shown.flatMap(run.release(in:)) { return outlook(of: release) }
        if run.result == nil, let next = nextEnvironment.flatMap(plannedOutlook) { return next }
        return release.map(outlook(of:)) ?? firstOutlook
    }

    /// What a stage releases; where it releases nothing itself, what comes next.
    func outlooks(of stage: StageState) -> [ReleaseOutlook] {
        let targets = stage.steps.compactMap(\.step.target)
        return targets.isEmpty ? [outlook].compactMap { $0 } : targets.compactMap(plannedOutlook)
    }

    private func plannedOutlook(of name: EnvironmentName) -> ReleaseOutlook? {
        run.pipeline?.environments[name].map { settings in
            ReleaseOutlook(
                environment: name, settings: settings, stable: ledger.stable(in: name), candidate: run.artifact,
                release: nil, record: ledger.environments[name])
        }
    }

    private func outlook(of release: ReleaseState) -> ReleaseOutlook {
        ReleaseOutlook(
            environment: release.environment, settings: release.settings, stable: release.plan.previous,
            candidate: release.plan.artifact, release: release, record: ledger.environments[release.environment])
    }

    /// A run that ended before it released anything leaves its first environment as it was.
    private var firstOutlook: ReleaseOutlook? {
        deployments.first.flatMap { plannedOutlook(of: $0.environment) }
    }

    private var nextEnvironment: EnvironmentName? {
        deployments.first { $0.step.phase != .finished }?.environment
    }

    private var deployments: [(environment: EnvironmentName, step: StepState)] {
        run.stages.flatMap(\.steps).compactMap { state in
            state.step.target.map { ($0, state) }
        }
    }
}
