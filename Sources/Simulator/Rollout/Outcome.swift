import Delivery
import Values

/// How a simulated rollout went.
public struct Outcome: Sendable {
    public let scenario: Scenario
    /// The whole journal, but for what earlier runs left.
    public let records: [EventRecord]
    /// How each run ended, by number.
    public let states: [RunState]
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
