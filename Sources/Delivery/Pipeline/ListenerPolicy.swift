/// Who may listen on an instance's port.
public enum ListenerPolicy: String, Hashable, Sendable, Codable {
    /// A process of the instance, and nobody else.
    case own
    /// Anybody: the service hands its port over to another process, and nobody asks.
    case any
}
