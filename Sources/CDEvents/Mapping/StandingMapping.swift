import Delivery

/// What is of no run: what people ordered for all runs, and what monitors found. The specification has no events for
/// the one, and none without an environment for the other, so these are Slipway's own.
struct StandingMapping {
    let source: EventSource
    let record: EventRecord

    var events: [CDEvent] {
        switch record.event {
        case .standing(let event): [order(event)]
        case .monitor(let monitor, let event): [finding(event, of: monitor)].compactMap { $0 }
        case .run, .stage, .step, .release, .service, .orderTaken, .eventsLost: []
        }
    }

    private func order(_ event: StandingEvent) -> CDEvent {
        switch event {
        case .environmentFrozen(let environment, let actor, let reason):
            self.event(.environmentFrozen, "environments/\(environment)", by: actor, reason)
        case .environmentUnfrozen(let environment, let actor, let reason):
            self.event(.environmentUnfrozen, "environments/\(environment)", by: actor, reason)
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            self.event(.transitionDisabled, "stages/\(TransitionID(stage, of: pipeline))", by: actor, reason)
        case .transitionEnabled(let stage, let actor, let reason, let pipeline):
            self.event(.transitionEnabled, "stages/\(TransitionID(stage, of: pipeline))", by: actor, reason)
        }
    }

    private func finding(_ event: MonitorEvent, of monitor: MonitorID) -> CDEvent? {
        switch event {
        case .failed(let detail):
            CDEvent(of: record, from: source, .monitorFailed, "monitors/\(monitor)", ["detail": .text(detail)])
        case .recovered: CDEvent(of: record, from: source, .monitorRecovered, "monitors/\(monitor)", [:])
        case .reported: nil
        }
    }

    private func event(_ type: EventType, _ subject: String, by actor: Actor, _ reason: String) -> CDEvent {
        CDEvent(of: record, from: source, type, subject, ["by": .text(actor.name), "reason": .text(reason)])
    }
}
