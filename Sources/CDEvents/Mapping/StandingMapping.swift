import Delivery
import Values
import Wording

/// What is of no run: what people ordered for all runs, and what monitors found. The specification has no events for
/// the one, and none without an environment for the other, so these are Slipway's own.
struct StandingMapping {
    let source: EventSource
    let record: EventRecord

    var events: [CDEvent] {
        switch record.event {
        case .standing(let event): [order(event)]
        case .monitor(let monitor, let event): [finding(event, of: monitor)].compactMap { $0 }
        case .service(let environment, let event): [service(event, in: environment)].compactMap { $0 }
        case .run, .stage, .step, .release, .orderTaken, .eventsLost: []
        }
    }

    /// How what is in service does between releases.
    private func service(_ event: ServiceEvent, in environment: EnvironmentName) -> CDEvent? {
        func told(_ type: EventType, _ instance: InstanceID, _ members: Members = [:]) -> CDEvent {
            CDEvent(
                of: record, from: source, type, "services/\(environment)/instances/\(instance)",
                members.merging(["environment": .object(["id": .string("environments/\(environment)")])]) { $1 })
        }
        return switch event {
        case .instanceDown(_, _, isKept: true): nil
        case .instanceDown(let id, let failure, _): told(.instanceDown, id, ["detail": .text(failure.inWords)])
        case .instanceUp(let id): told(.instanceUp, id)
        case .instanceGivenUp(let id, let starts): told(.instanceGivenUp, id, ["starts": .integer(Int64(starts))])
        case .instanceRestarting, .instanceRestarted, .restartFailed, .routerDown, .routerUp, .serviceStopped,
            .oldEnding, .oldEnded:
            nil
        }
    }

    private func order(_ event: StandingEvent) -> CDEvent {
        switch event {
        case .environmentFrozen(let environment, let actor, let reason):
            self.event(.environmentFrozen, "environments/\(environment)", by: actor, reason)
        case .environmentUnfrozen(let environment, let actor, let reason):
            self.event(.environmentUnfrozen, "environments/\(environment)", by: actor, reason)
        case .environmentTakenDown(let environment, let actor, let reason):
            self.event(.environmentTakenDown, "environments/\(environment)", by: actor, reason)
        case .environmentBroughtUp(let environment, let actor, let reason):
            self.event(.environmentBroughtUp, "environments/\(environment)", by: actor, reason)
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
