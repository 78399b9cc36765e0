import Delivery

/// Which of several releases is on the screen. It changes when a person says so, never under their fingers: one that has
/// ended stays until its stage is over.
extension DashboardModel {
    /// The release on the screen, under way or ended; `nil` before the first began.
    public var release: ReleaseState? { shown.flatMap(run.release(in:)) ?? run.release }

    /// The release on the screen, while it is under way.
    public var activeRelease: ReleaseState? { release.flatMap { $0.isFinished ? nil : $0 } }

    /// The environment to go to from the one on the screen; `nil` where there is no other release under way.
    public var nextShown: EnvironmentName? {
        let names = run.activeReleases.map(\.environment).sorted()
        guard let shown = release?.environment else { return nil }
        guard let place = names.firstIndex(of: shown) else { return names.first }
        return names.count > 1 ? names[(place + 1) % names.count] : nil
    }

    /// A person wants to see the release into an environment.
    public mutating func show(_ environment: EnvironmentName) { shown = environment }

    /// What an order to the release on the screen has to name; `nil` where the run has one at a time.
    var environmentMeant: EnvironmentName? { run.namesEnvironments ? release?.environment : nil }

    mutating func keepToShown() {
        if let release = shown.flatMap(run.release(in:)), !release.isFinished || run.isReleasingBeside(release) {
            return
        }
        shown = run.activeRelease?.environment
    }
}

extension RunState {
    /// Whether the stage of a release releases to other environments at the same time, and goes on.
    fileprivate func isReleasingBeside(_ release: ReleaseState) -> Bool {
        let stage = stages.first { $0.name == release.plan.step.stage }
        return stage?.stage.isParallel == true && stage?.phase != .finished
    }
}
