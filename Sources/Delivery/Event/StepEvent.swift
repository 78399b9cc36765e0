import Values

/// What happens to a step of a run.
public enum StepEvent: Equatable, Sendable {
    /// It may not be started for now.
    case blocked(cause: HoldCause)
    case unblocked
    case started
    case artifactMade(artifact: Artifact)
    /// `title` is the name that the pipeline gives the step; `output` is there when its command failed.
    case finished(result: RunResult, report: StepReport? = nil, title: String? = nil, output: OutputEnd? = nil)
    /// It has taken as long as it, or its stage, may, and is being ended.
    case timedOut(after: Duration, ofStage: Bool = false)
    /// It will be done again: at once, ordered by a person, or by itself after a pause.
    case retried(after: Duration? = nil)
    /// It had ended badly and counts as done.
    case skipped(by: Actor, reason: String)
}
