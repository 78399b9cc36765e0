import Delivery

/// How a simulated rollout went.
public struct Outcome: Sendable {
    public let scenario: Scenario
    /// The run's part of the journal.
    public let records: [EventRecord]
    public let state: RunState
    public let violations: [Violation]
    public let trace: Trace

    public var events: [Event] { records.map(\.event) }
}

/// A promise that was broken.
public struct Violation: Sendable, CustomStringConvertible {
    /// The invariant's name.
    public let invariant: String
    /// Since the start of the rollout.
    public let after: Duration
    public let detail: String

    public var description: String { "\(invariant), after \(after.milliseconds) ms: \(detail)" }
}
