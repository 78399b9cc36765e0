import Delivery

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

    /// The share of the traffic that a release's candidate really gets.
    func exposure(of release: ReleaseState) -> Share {
        world.sites[release.environment]?.router.share(of: release.plan, at: now) ?? .none
    }
}

/// A person's order, and what came of it.
public struct AnsweredOrder {
    public let demand: Demand
    public let id: CommandID
    public let isAccepted: Bool
    /// What was recorded for it.
    public let events: [Event]

    /// What was ordered of a run.
    var command: Command? {
        switch demand {
        case .command(let command, _), .insistence(let command, _): command
        case .standing: nil
        }
    }
}
