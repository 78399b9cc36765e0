import Values

/// A fact. State is nothing but the fold of these; what isn't here did not happen.
///
/// An event that starts an effect is durable before the effect begins. Each is in the vocabulary of what it is about, so
/// that the compiler lists the places that a new one touches.
public enum Event: Equatable, Sendable {
    case run(RunEvent)
    case stage(StageName, StageEvent)
    case step(StepID, StepEvent)
    /// A release into an environment.
    case release(EnvironmentName, ReleaseEvent)
    /// What users have in an environment, during a release and between releases.
    case service(EnvironmentName, ServiceEvent)
    /// What a person set for environments and transitions; of no run.
    case standing(StandingEvent)
    /// Of no run.
    case monitor(MonitorID, MonitorEvent)
    /// An order that has an id was carried out; the next `events` events are what came of it.
    case orderTaken(id: OrderID, events: Int)
    /// The journal had lost its end, from the event after `after` to `through`, and a person goes on without it.
    case eventsLost(after: Int64, through: Int64, by: Actor, reason: String)
}

extension Event {
    /// The environment that the event is about.
    public var environment: EnvironmentName? {
        switch self {
        case .release(let name, _), .service(let name, _): name
        case .standing(let event): event.environment
        case .run, .stage, .step, .monitor, .orderTaken, .eventsLost: nil
        }
    }
}
