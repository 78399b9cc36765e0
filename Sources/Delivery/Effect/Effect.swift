/// Something that the executor does, or keeps doing, because the state asks for it.
///
/// Effects are what the state wants *now*: the executor starts those that appear and cancels those that disappear.
/// So a rollback pre-empts every wait by no longer wanting it, and a restart wants again what was under way.
/// Each is idempotent, or finds what an earlier attempt began. One that was cancelled has happened by the time that the
/// next one begins, or never will.
public enum Effect: Hashable, Sendable {
    case step(StepID, StepEffect)
    case release(EnvironmentName, ReleaseEffect)

    /// What the effect is for, as the beginning of a sentence about its failure.
    public var purpose: String {
        switch self {
        case .step(let step, let effect): effect.purpose(in: step)
        case .release(let environment, let effect): effect.purpose(in: environment)
        }
    }

    /// The attempt at its step that it belongs to, where it is a step's.
    public func attempt(in run: RunState?) -> Int? {
        if case .step(let step, _) = self { run?.stepState(step)?.attempt } else { nil }
    }

    /// What is said to the run when it could not be carried out.
    public func errored(_ problem: Problem) -> Input {
        switch self {
        case .step(let step, let effect): .step(step, .errored(effect, problem))
        case .release(let environment, let effect): .release(environment, .errored(effect, problem))
        }
    }
}
