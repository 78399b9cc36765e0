import Delivery

/// What is of no run: what people ordered for all runs, and what monitors found. The specification has no events for
/// the one, and none without an environment for the other, so these are Slipway's own.
struct StandingMapping {
    let source: EventSource
    let record: EventRecord

    var events: [CDEvent] { [order ?? monitor].compactMap { $0 } }

    private var order: CDEvent? {
        switch record.event {
        case .environmentFrozen(let environment, let actor, let reason):
            event(.environmentFrozen, "environments/\(environment)", by: actor, reason)
        case .environmentUnfrozen(let environment, let actor, let reason):
            event(.environmentUnfrozen, "environments/\(environment)", by: actor, reason)
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            event(.transitionDisabled, "stages/\(TransitionID(stage, of: pipeline))", by: actor, reason)
        case .transitionEnabled(let stage, let actor, let reason, let pipeline):
            event(.transitionEnabled, "stages/\(TransitionID(stage, of: pipeline))", by: actor, reason)
        default: nil
        }
    }

    private var monitor: CDEvent? {
        switch record.event {
        case .monitorFailed(let monitor, let detail):
            CDEvent(of: record, from: source, .monitorFailed, "monitors/\(monitor)", ["detail": .text(detail)])
        case .monitorRecovered(let monitor):
            CDEvent(of: record, from: source, .monitorRecovered, "monitors/\(monitor)", [:])
        default: nil
        }
    }

    private func event(_ type: EventType, _ subject: String, by actor: Actor, _ reason: String) -> CDEvent {
        CDEvent(of: record, from: source, type, subject, ["by": .text(actor.name), "reason": .text(reason)])
    }
}
