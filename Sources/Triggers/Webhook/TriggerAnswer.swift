/// What becomes of a hint.
public enum TriggerAnswer: Equatable, Sendable {
    /// The source is being asked.
    case accepted
    /// It is about something that this pipeline does not follow, such as another branch.
    case ignored
    /// There is no such pipeline.
    case unknown
}
