import Values

/// What happens to a stage of a run.
public enum StageEvent: Equatable, Sendable {
    case started
    /// `wayBack` is why a person is asked although there is no gate, or besides. `under` is the run whose gate is to be
    /// passed, where that is an earlier file's and not the stage's own.
    case approvalRequested(expires: Timestamp?, wayBack: WayBack? = nil, under: RunNumber? = nil)
    /// `commit` and `digest` are what was approved: of the change, and of the artifact once there is one.
    case approved(by: Actor, reason: String?, commit: String? = nil, digest: Digest? = nil)
    case rejected(by: Actor, reason: String?)
    case approvalExpired
    /// Its steps have taken as long as they may, and are being ended.
    case timedOut(after: Duration)
    case finished(result: RunResult)
}
