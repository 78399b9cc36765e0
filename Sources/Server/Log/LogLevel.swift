/// How much a line of the log matters.
public enum LogLevel: String, Equatable, Sendable {
    case info
    /// Something is not as it should be, and the server goes on.
    case warning
    /// Something that was asked for could not be done.
    case error
}
