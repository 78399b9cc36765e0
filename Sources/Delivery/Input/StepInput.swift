/// What came of a step's effects.
public enum StepInput: Equatable, Sendable {
    case ended(CommandOutcome, output: OutputEnd? = nil)
    case artifactMade(Artifact)
    /// The build has not left what the artifact is to be made of.
    case artifactMissing(detail: String)
    case checked(MonitorOutcome)
    /// The source is in the workspace; `nil` where the run goes by what it has already.
    case sourceTaken(TakenSource?)
    /// What the commit has can't be carried out.
    case sourceRefused(detail: String)
    /// An effect could not be carried out; nothing is known about what it was to change.
    case errored(StepEffect, Problem)
}
