/// What happens when a run comes to a stage that another run of its pipeline is in.
///
/// The words and their meaning are CodePipeline's execution modes, stage by stage.
public enum QueuePolicy: String, Equatable, Sendable, Codable, CaseIterable {
    /// One run at a time is in a stage. Of those that wait for it only the newest goes on; older ones end.
    case superseded
    /// One run at a time is in a stage, in the order in which they were started.
    case queued
    /// Runs don't wait for each other, but for the environments that they release into.
    case parallel
}
