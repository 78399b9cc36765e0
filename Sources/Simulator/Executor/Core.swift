import Delivery
import Values

/// The pure core as the executor uses it. Tests replace a part of it by a wrong one, to see that it is noticed.
public struct Core {
    public var decide: (RunState, Input, Ledger, Timestamp) throws(Refusal) -> [Event]
    /// What follows from a standing order by somebody, with its reason and its id.
    public var decideStanding: (Ledger, StandingOrder, Actor, String?, OrderID?) throws(Refusal) -> [Event]
    public var apply: (inout RunState, Event, Timestamp) -> Void
    public var applyToLedger: (inout Ledger, Event, RunNumber?, Timestamp) -> Void
    public var effects: (RunState) -> [Effect]
    /// Whether an effect waits for the end of another one that was cancelled.
    public var undoes: @Sendable (Effect, Effect) -> Bool
    /// Whether other runs are to look whether they can go on.
    public var concernsOtherRuns: (Event) -> Bool

    /// The core as it is.
    public static var genuine: Core {
        Core(
            decide: { (state, input, ledger, now) throws(Refusal) in
                try state.decide(input, ledger: ledger, at: now)
            },
            decideStanding: { (ledger, order, actor, reason, id) throws(Refusal) in
                try ledger.decide(order, by: actor, reason: reason, id: id)
            },
            apply: { $0.apply($1, at: $2) },
            applyToLedger: { $0.apply($1, run: $2, at: $3) },
            effects: { $0.effects },
            undoes: { $0.undoes($1) },
            concernsOtherRuns: { $0.concernsOtherRuns })
    }
}
