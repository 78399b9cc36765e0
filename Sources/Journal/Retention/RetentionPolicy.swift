import Delivery
import Values

/// How much of the past a journal keeps.
public struct RetentionPolicy: Equatable, Sendable {
    /// How long the samples of a finished run are kept. They are most of what a journal holds.
    public var samples: Duration
    /// How many finished runs are kept, the latest ones. Runs that users still have something of stay in any case.
    public var runs: Int

    /// - Parameter runs: At least one is kept.
    public init(samples: Duration, runs: Int) {
        self.samples = samples
        self.runs = max(runs, 1)
    }
}

/// What was removed to keep a policy.
public struct RetentionReport: Equatable, Sendable {
    /// Runs that lost their samples, rising by number.
    public internal(set) var thinned: [RunNumber] = []
    /// Runs that lost all but their landmarks. What they left elsewhere, such as the output of steps, can go as well.
    public internal(set) var removed: [RunNumber] = []
    /// How many events went.
    public internal(set) var events = 0
}
