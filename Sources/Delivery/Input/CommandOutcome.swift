/// How a shell command ended.
public enum CommandOutcome: Equatable, Sendable {
    case exited(code: Int)
    case signalled(Int)
    /// It could not be run, or its end was never seen.
    case unknown(Problem)
}
