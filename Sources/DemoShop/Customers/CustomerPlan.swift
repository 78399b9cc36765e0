import Values

/// Who visits what, how often.
public struct CustomerPlan: Sendable, Equatable {
    /// Where requests go.
    public let target: LoopbackAddress
    /// Requests a second on average.
    public let rate: Double
    /// How many different users, each with a cookie `uid` of its own.
    public let users: Int
    /// The same seed gives the same arrivals, users and pages.
    public let seed: UInt64
    /// A request without a complete answer after this time has failed.
    public let timeout: Duration
    /// Arrivals beyond this many unanswered requests are skipped, and counted as such.
    public let concurrency: Int

    /// - Throws: `CustomerPlanError`.
    public init(
        target: LoopbackAddress, rate: Double, users: Int, seed: UInt64 = 1, timeout: Duration = .seconds(5),
        concurrency: Int = 256
    ) throws {
        try Self.check("rate", rate, within: 0.001...20_000)
        try Self.check("users", users, within: 1...1_000_000)
        try Self.check("timeout", timeout, within: .milliseconds(1) ... .seconds(600))
        try Self.check("concurrency", concurrency, within: 1...10_000)
        self.target = target
        self.rate = rate
        self.users = users
        self.seed = seed
        self.timeout = timeout
        self.concurrency = concurrency
    }

    private static func check<Value: Comparable>(
        _ name: String, _ value: Value, within range: ClosedRange<Value>
    ) throws {
        guard range.contains(value) else {
            throw CustomerPlanError(
                description: "\(name) \(value) is out of range: \(range.lowerBound) to \(range.upperBound)")
        }
    }
}

/// A plan that cannot be carried out.
public struct CustomerPlanError: Error, CustomStringConvertible {
    public let description: String
}
