import Delivery

/// A step's command, as it is found by whoever looks for it.
public struct SimulatedCommand: Sendable {
    private(set) var endsAt: Timestamp
    /// How often it was started.
    public let starts: Int

    init(endsAt: Timestamp, starts: Int) {
        self.endsAt = endsAt
        self.starts = starts
    }

    mutating func stop(at now: Timestamp) { endsAt = min(endsAt, now) }
}
