import Delivery
import Values

extension StageEvent {
    func sentence(of stage: StageName) -> EventSentence {
        switch self {
        case .started: EventSentence("stage \(stage) started")
        case .approvalRequested(_, let wayBack?, _):
            EventSentence("\(stage) waits for a person: \(wayBack.sentence)", .question)
        case .approvalRequested(_, nil, let former):
            EventSentence(
                "\(stage) waits for an approval" + (former.map { " under the gate of run \($0)" } ?? ""), .question)
        case .approved(let actor, let reason, let commit, let digest):
            EventSentence(
                "\(stage) approved by \(actor)", because: reason, .good,
                subject: SeenChange(commit: commit, digest: digest).ifAnything)
        case .rejected(let actor, let reason):
            EventSentence("\(stage) rejected by \(actor)", because: reason, .bad)
        case .approvalExpired: EventSentence("nobody approved \(stage) in time", .bad)
        case .timedOut(let limit):
            EventSentence("stage \(stage) has taken \(limit.brief), as long as it may; it is ended", .warning)
        case .finished(let result): EventSentence("stage \(stage) \(result.word)", result.tone)
        }
    }
}

extension WayBack {
    /// Why what releases by itself waits.
    public var sentence: String {
        "\(by) went back to \(version) in run \(run)\(reason.map { ": \($0)" } ?? "")"
    }
}
