import Delivery
import Values

/// What somebody asks for: of a run, or for all runs.
public enum Demand: Sendable, Equatable {
    case command(Order, RunNumber)
    /// The same, insisting on what was refused.
    case insistence(Order, RunNumber)
    case standing(StandingOrder)

    /// What is said with it, where a reason is wanted.
    var reason: String? {
        switch self {
        case .command(.skip, _): "flaky"
        case .command, .insistence: nil
        case .standing: "it is Friday"
        }
    }

    /// The run that it is for.
    var run: RunNumber? {
        switch self {
        case .command(_, let run), .insistence(_, let run): run
        case .standing: nil
        }
    }
}

/// An order that somebody will give, this long after the start of the rollout.
public struct PlannedOrder: Sendable, Equatable {
    public var after: Duration
    public var demand: Demand
    public var actor: Actor

    public init(after: Duration, demand: Demand, actor: Actor) {
        self.after = after
        self.demand = demand
        self.actor = actor
    }
}
