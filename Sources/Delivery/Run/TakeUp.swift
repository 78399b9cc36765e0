import Values
/// Going on with a run whose executor died.
///
/// Steps' commands, a rollback, a promoted release and what it stops go on by themselves: their effects are wanted
/// again, and each finds what an earlier attempt did. Only what was known of the candidate is out of date.
extension Draft {
    mutating func takeUp(by actor: Actor) {
        guard run.pipeline != nil, run.result == nil else { return }
        emit(.run(.takenUp(by: actor)))
        for release in run.activeReleases { closeShare(of: release) }
        expireApproval()
    }

    /// The share is closed rather than left to its lease: the lease may have seconds to run in which nobody judges,
    /// and once the router has confirmed 0, no later lease can revive what was open before.
    private mutating func closeShare(of release: ReleaseState) {
        guard release.wasExposed, !release.attached, !release.isRollingBack else { return }
        emit(.release(release.environment, .trafficShifting(to: .none)))
    }
}
