import Delivery

/// What there is to look at of what was printed.
extension DashboardModel {
    public var outputTargets: [OutputTarget] { run.outputTargets(ledger) }

    /// What a person most likely wants to see now: what runs, else what went wrong, else the candidate, else what ran
    /// last.
    public var mainOutput: OutputTarget? {
        run.runningCommand ?? failedInstance ?? run.failedCommand ?? candidate ?? run.begunCommands.last
            ?? outputTargets.first
    }

    private var candidate: OutputTarget? {
        activeRelease.flatMap { release in release.instances.first.map { OutputTarget($0.id, in: release.environment) }
        }
    }

    private var failedInstance: OutputTarget? {
        guard let release, let failed = output()?.instance else { return nil }
        return OutputTarget(failed, in: release.environment)
    }
}
