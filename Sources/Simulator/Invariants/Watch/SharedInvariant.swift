import Delivery
import Values

/// A promise about all runs together.
protocol SharedInvariant {
    init(_ scenario: Scenario)

    /// How the promise is broken at this moment; `nil` while it is kept.
    mutating func breach(at moment: SharedMoment) -> String?
}

/// What is new of all runs since the last moment, and how things are now.
struct SharedMoment {
    /// An event that is no sample, and the run that it is of; `nil` is of none.
    struct Entry {
        let run: RunNumber?
        let event: Event
    }

    let now: Timestamp
    let entries: [Entry]
    let orders: [AnsweredOrder]
    /// Whether effects did anything to the world since the last moment.
    let hasWorldChanged: Bool
    let states: [RunState]
    let haveAllEnded: Bool
    let ledger: Ledger
    let world: SimulatedWorld
    /// Whether the rollout is over, aftermath and all.
    let isLast: Bool

    func release(of run: RunNumber?, in environment: EnvironmentName) -> ReleaseState? {
        states.first { $0.number == run }?.release(in: environment)
    }
}
