import Values

/// An executor that stood still judged nothing, and renewed no lease.
extension Draft {
    /// What was open was left alone meanwhile: it is proved again before anything is decided.
    mutating func noticeStandstill(of pause: Duration) {
        for release in run.activeReleases where pause >= release.longestPause {
            take(.leftUnwatched, in: release.environment)
        }
    }
}

extension ReleaseState {
    /// For how long a share may be left alone; after that it is closed, or may have been.
    public var longestPause: Duration { platform.deadManSwitch?.mayBeOver ?? .seconds(8) }
}
