import Delivery
import Values

/// Time that passes only when the simulation says so, in milliseconds.
public struct VirtualClock: Sendable {
    /// When every simulation begins: some moment in 2026, so that times look as they do in earnest.
    public static let start = Timestamp(milliseconds: 1_780_000_000_000)

    public private(set) var now = Self.start

    public init() {}

    /// Since the simulation began.
    public var elapsed: Duration { now - Self.start }

    /// Time never goes back: an earlier moment leaves the clock where it is.
    mutating func advance(to time: Timestamp) {
        now = max(now, time)
    }
}
