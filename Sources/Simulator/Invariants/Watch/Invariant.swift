import Delivery
import Values

/// A promise that no run may break, whatever happens in it and around it.
public protocol Invariant {
    init(_ scenario: Scenario, of run: RunPlan)

    /// How the promise is broken at this moment; `nil` while it is kept.
    mutating func breach(at moment: Moment) -> String?
}

/// What an invariant looks at: all that is new of a run since the last moment, and how things are now.
public struct Moment {
    public let now: Timestamp
    /// What was recorded since the last moment.
    public let events: [Event]
    /// What effects did to the world since the last moment.
    public let acts: [Effect]
    /// Orders of people that were answered since the last moment.
    public let orders: [AnsweredOrder]
    /// What another executor would want that took the run up at once, if one has just done so.
    public let effectsIfTakenUpAgain: [Effect]?
    public let state: RunState
    public let ledger: Ledger
    /// What the state wants done.
    public let effects: [Effect]
    public let world: SimulatedWorld
    /// Whether the rollout is over, aftermath and all.
    public let isLast: Bool

    /// What is new of one of the run's releases, as if there were no other.
    func seen(in environment: EnvironmentName) -> Moment {
        Moment(
            now: now, events: events.filter { $0.isSeen(in: environment) },
            acts: acts.filter { $0.isSeen(in: environment) },
            orders: orders.map { order in
                AnsweredOrder(
                    demand: order.demand, environment: order.environment, id: order.id, isAccepted: order.isAccepted,
                    events: order.events.filter { $0.isSeen(in: environment) })
            },
            effectsIfTakenUpAgain: effectsIfTakenUpAgain, state: state.only(environment), ledger: ledger,
            effects: effects.filter { $0.isSeen(in: environment) }, world: world, isLast: isLast)
    }

    /// The share of the traffic that a release's candidate gets, but for what a clock that was set back opened again.
    func exposure(of release: ReleaseState) -> Share {
        guard let router = world.sites[release.environment]?.router, !router.isReopenedByClock else { return .none }
        return router.share(of: release.plan, at: now)
    }
}

/// A person's order, and what came of it.
public struct AnsweredOrder {
    public let demand: Demand
    /// Where it is for; `nil` is wherever it can be carried out.
    public let environment: EnvironmentName?
    public let id: OrderID
    public let isAccepted: Bool
    /// What was recorded for it.
    public let events: [Event]

    /// What was ordered of a run.
    var command: Order? {
        switch demand {
        case .command(let command, _), .insistence(let command, _): command
        case .standing: nil
        }
    }
}

extension Event {
    fileprivate func isSeen(in environment: EnvironmentName) -> Bool {
        switch self {
        case .release(let name, _), .service(let name, _): name == environment
        case .run, .stage, .step, .standing, .monitor, .orderTaken, .eventsLost: true
        }
    }
}

extension Effect {
    fileprivate func isSeen(in environment: EnvironmentName) -> Bool {
        switch self {
        case .step: true
        case .release(let name, _): name == environment
        }
    }
}
