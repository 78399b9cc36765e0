/// How a request ended without a complete answer.
public enum FailureKind: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Nobody listens.
    case refused
    /// The connection was reset.
    case reset
    /// There was no complete answer in time.
    case timeout
    /// The connection was closed before the first byte of an answer.
    case empty
    /// The connection was closed in the middle of an answer.
    case truncated
    /// What came is not an HTTP answer whose end can be known.
    case malformed
    /// Anything else, such as too many open files.
    case other
}
