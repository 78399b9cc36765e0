/// Where a run, a stage or a step is, apart from how it ended.
public enum Phase: String, Equatable, Sendable, Codable {
    case queued, running, waiting, halted, finished
}

/// How a run, a stage, a step or a release ended.
public enum RunResult: String, Equatable, Sendable, Codable {
    case succeeded
    /// The thing checked was bad.
    case failed
    /// We could not tell.
    case errored
    case rejected, rolledBack, superseded, cancelled
}
