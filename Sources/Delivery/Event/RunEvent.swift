import Values

/// What happens to a run as a whole.
public enum RunEvent: Equatable, Sendable {
    case started(pipeline: Pipeline, change: Change, by: Actor, workspace: String)
    /// The source is in the workspace: from now on the run goes by the pipeline in it.
    case sourceTaken(pipeline: Pipeline, change: Change)
    /// The run goes by other rules than what is in service; it deploys nothing before their gates are passed.
    case rulesChanged(RuleChange)
    case cancelRequested(by: Actor, reason: String?)
    /// The run may not go on, into the stage or within it; an earlier cause gives way to this one.
    case blocked(stage: StageName, cause: HoldCause)
    case unblocked(stage: StageName)
    /// A newer run of the pipeline takes the run's place; it ends.
    case superseded(by: RunNumber)
    /// A run that had ended badly goes on, from the first stage of `place` on.
    case reopened(place: RunPlace, by: Actor, reason: String?)
    /// An executor found the run unfinished, and goes on with it. What the candidate was seen to be is worth nothing
    /// any more: nobody watched it.
    case takenUp(by: Actor)
    /// The machine's clock was set ahead, or back where `by` is negative. What is timed goes on or begins again.
    case clockJumped(by: Duration)
    /// `environment` is where the candidate was found bad, where the run had several.
    case finished(result: RunResult, finding: Finding?, in: EnvironmentName? = nil)
}
