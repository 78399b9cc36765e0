import Delivery
import Foundation
import Values

/// How long a sink rests between two attempts: twice as long each time, with chance in it, so that many senders don't
/// come back to a receiver at the same moment.
public struct RetryPacing: Sendable {
    /// The first pause at its longest.
    public var first: Duration
    /// No pause is longer, but one that the receiver asked for.
    public var longest: Duration
    /// The longest pause that a receiver is granted.
    public var longestWish: Duration
    /// A number within `0..<1`.
    var chance: @Sendable () -> Double
    var sleep: @Sendable (Duration) async throws -> Void
    var now: @Sendable () -> Timestamp

    /// From a second to five minutes; receivers may ask for an hour.
    public static let standard = RetryPacing()

    /// - Parameters:
    ///   - chance: a number within `0..<1`: where within the upper half of its length a pause ends.
    ///   - sleep: returns after that time, or throws when the task is cancelled.
    public init(
        first: Duration = .seconds(1), longest: Duration = .seconds(300), longestWish: Duration = .seconds(3600),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        now: @escaping @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
        }
    ) {
        self.first = first
        self.longest = longest
        self.longestWish = longestWish
        self.chance = chance
        self.sleep = sleep
        self.now = now
    }

    /// The pause after an attempt, counted from 1; at least as long as the receiver wishes, within reason.
    func pause(after attempt: Int, wish: RetryAfter?) -> Duration {
        // From here on doubling would leave the numbers that a duration has, long after every limit.
        let doublings = min(max(attempt - 1, 0), 30)
        let whole = min(first * (1 << doublings), longest)
        let pause = whole * (0.5 + chance() / 2)
        return max(pause, min(wish?.duration(from: now()) ?? .zero, longestWish))
    }
}
