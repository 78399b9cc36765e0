import Delivery
import Values

extension StepEvent {
    func sentence(of step: StepID) -> EventSentence {
        switch self {
        case .blocked(let cause):
            EventSentence("\(step.stage) waits: \(cause)", cause.isGate ? .warning : .plain)
        case .unblocked: EventSentence("\(step.stage) goes on")
        case .started: EventSentence("step \(step) started")
        case .artifactMade(let artifact):
            EventSentence("artifact \(artifact.version), \(artifact.digest.short), \(artifact.size)", .good)
        case .finished(let result, let report, let title, let output):
            EventSentence(
                "\(Self.name(of: step, title, result)) \(result.word)", because: report?.description, result.tone,
                output: output?.place, details: output?.lines ?? [])
        case .timedOut(_, ofStage: true): EventSentence("step \(step) is ended with its stage", .warning)
        case .timedOut(let limit, _):
            EventSentence("step \(step) has taken \(limit.brief), as long as it may; it is ended", .warning)
        case .retried(let pause?) where pause > .zero:
            EventSentence("step \(step) will be done again in \(pause.brief)", .warning)
        case .retried: EventSentence("step \(step) will be done again")
        case .skipped(let actor, let reason):
            EventSentence("step \(step) skipped by \(actor)", because: reason, .warning)
        }
    }

    /// One that went well is called as it was when it started.
    private static func name(of step: StepID, _ title: String?, _ result: RunResult) -> String {
        guard let title, result != .succeeded else { return "step \(step)" }
        return "\(step.stage): \(title)"
    }
}
