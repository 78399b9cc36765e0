import Values

/// What was seen of one of the release's own instances.
public enum InstanceInput: Equatable, Sendable {
    case placed
    case started(Endpoint)
    /// It has answered its readiness check; `listener` is who listens on its port, `nil` where nobody asked.
    case ready(listener: PortListener? = .own)
    /// It is not ready yet, and this is why: told again and again, once it has had the time that it has.
    case unready(InstanceFailure)
    case failed(InstanceFailure)
    /// `cut` is how many requests the deadline cut off; `nil` where that can't be told.
    case drained(cut: Int?)
    case stopped
    /// A ready one was asked whether it is well.
    case probed(InstanceAnswer)
    /// The same, by the probe of another rule than the one that says when an instance is ready.
    case observed(Observation)
}
