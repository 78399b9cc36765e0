import Values

/// What happens to an instance in a release.
public enum InstanceEvent: Equatable, Sendable {
    /// Its version is where it runs from, and nothing of the one before is in the way.
    case placed
    case started(endpoint: Endpoint)
    /// `note` is there where nobody saw the instance's own process listen.
    case ready(took: Duration, note: ListenerNote? = nil)
    case failed(failure: InstanceFailure)
    case probeFailed(detail: String)
    /// It gets nothing new any more; `cut` is how many requests were cut off, `nil` where nobody knows.
    case drained(cut: Int?)
    case stopped
    /// Nobody could make sure that the instance ended.
    case abandoned(problem: Problem)
}
