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
    /// It had ended badly and will be done again.
    case retried
    /// It had ended badly and counts as done.
    case skipped(by: Actor, reason: String)
}
