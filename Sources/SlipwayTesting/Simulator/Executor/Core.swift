import Delivery

/// The pure core as the executor uses it. Tests replace a part of it by a wrong one, to see that it is noticed.
public struct Core {
    public var decide: (RunState, Input, Ledger, Timestamp) throws(Refusal) -> [Event]
    public var apply: (inout RunState, Event, Timestamp) -> Void
    public var effects: (RunState) -> [Effect]

    /// The core as it is.
    public static var genuine: Core {
        Core(
            decide: { (state, input, ledger, now) throws(Refusal) in
                try state.decide(input, ledger: ledger, at: now)
            },
            apply: { $0.apply($1, at: $2) },
            effects: { $0.effects })
    }
}
