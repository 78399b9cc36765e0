import Values

extension RunState {
    /// Those that have not ended, in the order in which they began.
    public var activeReleases: [ReleaseState] { releases.filter { !$0.isFinished } }

    /// The one into an environment, under way or the last.
    public func release(in environment: EnvironmentName) -> ReleaseState? {
        releases.first { $0.environment == environment }
    }

    /// The one into an environment that has not ended.
    public func activeRelease(in environment: EnvironmentName) -> ReleaseState? {
        release(in: environment).flatMap { $0.isFinished ? nil : $0 }
    }

    /// Of several under way the first; where none is, the last that ended as the run did, or else the last: for those who
    /// show one.
    public var release: ReleaseState? {
        activeReleases.first ?? releases.last { $0.result == result } ?? releases.last
    }

    /// Of several under way the first.
    public var activeRelease: ReleaseState? { activeReleases.first }

    /// What keeps it from going on, as a whole or with some of its steps.
    public var holds: [Hold] { [stageHold].compactMap { $0 } + stages.flatMap { $0.steps.compactMap(\.hold) } }

    /// Whether it releases to several environments at once, now or at any time: then news has to say where.
    public var namesEnvironments: Bool { pipeline?.namesEnvironments ?? false }

    /// The same run, as if it had no release but the one into an environment: for those who look at each by itself.
    package func only(_ environment: EnvironmentName) -> RunState {
        var copy = self
        copy.releases.removeAll { $0.environment != environment }
        return copy
    }

    /// A release that begins takes the place of an earlier one into the same environment.
    mutating func begin(_ release: ReleaseState) {
        releases.removeAll { $0.environment == release.environment }
        releases.append(release)
    }

    mutating func updateRelease(in environment: EnvironmentName, _ change: (inout ReleaseState) -> Void) {
        guard let index = releases.firstIndex(where: { $0.environment == environment }) else { return }
        change(&releases[index])
    }

    mutating func updateReleases(_ change: (inout ReleaseState) -> Void) {
        for index in releases.indices { change(&releases[index]) }
    }
}

extension Pipeline {
    /// Whether its runs release to several environments at once, now or at any time: then news has to say where.
    public var namesEnvironments: Bool {
        stages.contains { $0.isParallel && $0.steps.count { $0.target != nil } > 1 }
    }
}
