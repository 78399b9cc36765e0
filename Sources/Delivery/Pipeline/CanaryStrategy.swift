/// Exposure grows in steps; the candidate must survive a bake at each before the next.
public struct CanaryStrategy: Equatable, Sendable, Codable {
    /// Ascending shares between nothing and everything; promotion follows the last one's bake.
    public var steps: [Share]
    public var bake: Bake

    public init(steps: [Share], bake: Bake) {
        self.steps = steps
        self.bake = bake
    }
}

/// The time and traffic that a candidate must survive at a step.
public struct Bake: Equatable, Sendable, Codable {
    public var duration: Duration
    /// Requests that the candidate must have answered within the bake; 0 waits for none, where `on-no-data` goes on.
    public var requests: Int
    /// How long a bake may go on when it lacks requests or its evidence is unclear.
    public var limit: Duration

    public init(duration: Duration, requests: Int = 1, limit: Duration? = nil) {
        self.duration = duration
        self.requests = requests
        self.limit = limit ?? max(duration * 10, .seconds(60))
    }
}
