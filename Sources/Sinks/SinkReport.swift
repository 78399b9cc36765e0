import Values

/// What became of an event on its way to a receiver.
public enum SinkReport: Equatable, Sendable {
    case delivered(id: String, attempts: Int)
    /// The receiver is away or busy; the same event is sent again after the pause, and others wait for it.
    case retrying(id: String, reason: String, after: Duration)
    /// The receiver will never take it; it is in the file of dead letters.
    case setAside(id: String, reason: String)
}
