import Values

/// What comes in from outside: a person's order, time, telemetry, or the outcome of an effect.
public enum Input: Equatable, Sendable {
    case start(pipeline: Pipeline, change: Change, by: Actor, workspace: String)
    /// A person's order. One with an id is carried out once, however often it comes in. `anyway` insists on one that
    /// would take users to what doesn't answer; `seen` is what the person saw of the run;
    /// `environment` is which of its releases is meant, where several are under way.
    case order(
        Order, by: Actor, reason: String?, id: OrderID? = nil, anyway: Bool = false, seen: SeenChange? = nil,
        in: EnvironmentName? = nil)
    /// An executor has found the run in its journal, unfinished. It comes before anything else.
    case takenUp(by: Actor)
    /// The machine's clock was found to have been set, by so much; from now on times are the new clock's.
    case clockJumped(by: Duration)
    /// The executor did nothing for a while: it was stopped, or its machine was.
    case stoodStill(for: Duration)
    /// Time has passed, or other runs have gone on; deadlines and holds are looked at.
    case tick
    /// What came of a step: of which attempt at it, where whoever says so knows. What an earlier one says late is no news.
    case step(StepID, StepInput, attempt: Int? = nil)
    case release(EnvironmentName, ReleaseInput)
}

extension Input {
    /// The same, as of an attempt at its step.
    public func of(attempt: Int?) -> Input {
        if case .step(let step, let input, nil) = self { .step(step, input, attempt: attempt) } else { self }
    }
}
