import Delivery
import Journal
import Values

/// Gates: the specification has no events for them, so these are Slipway's own.
extension EventMapping {
    func approval(_ event: StageEvent, of stage: StageName) -> CDEvent? {
        switch event {
        case .approvalRequested(let expires, _, let former):
            answer(
                .approvalRequested, stage, expires: expires,
                custom: former.map { ["under": .string("\($0.value)")] } ?? [:])
        case .approved(let actor, let reason, let commit, let digest):
            answer(
                .approvalGranted, stage, by: actor, reason,
                custom: ["commit": .text(commit), "digest": .text(digest?.hexadecimal)])
        case .rejected(let actor, let reason): answer(.approvalRejected, stage, by: actor, reason)
        case .approvalExpired: answer(.approvalExpired, stage)
        case .started, .timedOut, .finished: nil
        }
    }

    private func answer(
        _ type: EventType, _ stage: StageName, by actor: Actor? = nil, _ reason: String? = nil,
        expires: Timestamp? = nil, custom: Members = [:]
    ) -> CDEvent {
        event(
            type, approval(stage),
            [
                "pipelineRun": reference(pipelineRun), "stage": .string(stage.rawValue), "by": .text(actor?.name),
                "reason": .text(reason), "expires": expires.map { .string($0.iso8601) },
            ], custom: custom)
    }
}
