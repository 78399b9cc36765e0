import Delivery
import Values

/// One attempt at a step's command.
public struct CommandName: Hashable, Sendable, CustomStringConvertible {
    public let run: RunNumber
    public let step: StepID
    /// Counts from 1; a retry is the next one.
    public let attempt: Int

    public var description: String { "\(step) of run \(run)" + (attempt > 1 ? ", attempt \(attempt)," : "") }
}

/// A step's command, as it is found by whoever looks for it.
public struct SimulatedCommand: Sendable {
    private(set) var endsAt: Timestamp
    /// How often it was started.
    public let starts: Int

    init(endsAt: Timestamp, starts: Int) {
        self.endsAt = endsAt
        self.starts = starts
    }

    func isRunning(at now: Timestamp) -> Bool { now < endsAt }

    mutating func stop(at now: Timestamp) { endsAt = min(endsAt, now) }
}
