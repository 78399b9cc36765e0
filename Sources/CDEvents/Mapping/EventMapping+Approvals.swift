import Delivery
import Journal

/// Gates: the specification has no events for them, so these are Slipway's own.
extension EventMapping {
    var approval: CDEvent? {
        switch record.event {
        case .approvalRequested(let stage, let expires):
            answer(.approvalRequested, stage, expires: expires)
        case .approved(let stage, let actor, let reason, let commit, let digest):
            answer(
                .approvalGranted, stage, by: actor, reason,
                custom: ["commit": .text(commit), "digest": .text(digest?.hexadecimal)])
        case .rejected(let stage, let actor, let reason): answer(.approvalRejected, stage, by: actor, reason)
        case .approvalExpired(let stage): answer(.approvalExpired, stage)
        default: nil
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
