import Values

/// What is known of a pipeline from the runs that there were.
public struct PipelineRecord: Equatable, Sendable, Codable {
    public let lastRun: RunNumber
    /// The commit of the last run, where its source is a git repository.
    public let lastCommit: String?
    public let stages: [StageName]
    /// Sorted by name.
    public let environments: [EnvironmentName]
}
