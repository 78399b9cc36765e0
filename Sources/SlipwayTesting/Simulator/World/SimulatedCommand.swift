import Delivery

/// A step's command, as it is found by whoever looks for it.
public struct SimulatedCommand: Sendable {
    let endsAt: Timestamp
    /// How often it was started.
    public let starts: Int
}
