import Delivery
import Values

extension RunEvent {
    var sentence: EventSentence {
        switch self {
        case .started(let pipeline, let change, .policy, _):
            EventSentence("\(pipeline.name): new commit: “\(change.title)”")
        case .started(let pipeline, let change, let actor, _):
            EventSentence("\(pipeline.name): run started by \(actor) for “\(change.title)”")
        case .sourceTaken(_, let change):
            EventSentence("source taken: “\(change.title)”\(change.author.map { " by \($0)" } ?? "")")
        case .rulesChanged(let change): EventSentence(change.sentence, .warning)
        case .cancelRequested(let actor, let reason): EventSentence("cancelled by \(actor)", because: reason, .warning)
        case .blocked(let stage, let cause):
            EventSentence("\(stage) waits: \(cause)", cause.isGate ? .warning : .plain)
        case .unblocked(let stage): EventSentence("\(stage) goes on")
        case .superseded(let newer): EventSentence("run \(newer) is newer and takes over", .warning)
        case .reopened(let place, let actor, let reason):
            EventSentence(
                "goes on\(place.stage.map { " from \($0)" } ?? ""), ordered by \(actor)", because: reason, .warning)
        case .takenUp(let actor): EventSentence("taken up by \(actor); the process before had died", .warning)
        case .clockJumped(let jump): .clockSet(by: jump)
        case .finished(let result, let finding, let environment):
            EventSentence(
                "run \(result.word)\(environment.map { " in \($0)" } ?? "")", because: finding?.sentence, result.tone)
        }
    }
}

extension RuleChange {
    /// What the run goes by, and what that asks for.
    public var sentence: String {
        let gate = gates.count > 1 ? "its gates" : "its gate"
        let consequence =
            gates.isEmpty ? "that one had no gate, so nobody is asked" : "nothing is deployed before \(gate) is passed"
        return "this run's file differs from that of run \(since), which is in service, in \(partsInWords); "
            + (gates.count > 1 ? consequence.replacing(" is passed", with: " are passed") : consequence)
    }
}

extension EventSentence {
    fileprivate static func clockSet(by jump: Duration) -> EventSentence {
        let change = jump < .zero ? "\((Duration.zero - jump).brief) back" : "\(jump.brief) ahead"
        return EventSentence("this machine's clock was set \(change); a bake begins again", .warning)
    }
}
