/// An executor that stood still renewed no lease and judged nothing.
extension Draft {
    /// What was open may have been closed by the lease meanwhile: it is proved again before anything is decided.
    mutating func noticeStandstill(of pause: Duration) {
        guard pause >= Lease.mayBeOver, let release = run.activeRelease else { return }
        takeReleaseInput(.leftUnwatched(release.environment))
    }
}
