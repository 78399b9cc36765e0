import Delivery
import Executor
import Journal
import Telemetry
import Values

/// Makes a monitor's checks, again and again, and has recorded what they amount to.
public struct MonitorRound: Sendable {
    private let monitor: Monitor
    private let pipeline: String
    private let recorder: Recorder
    private let now: @Sendable () -> Timestamp
    private let checked: @Sendable (MonitorID, MonitorOutcome?) -> Void
    private let trouble: @Sendable (Problem) -> Void

    /// - Parameters:
    ///   - checked: hears of each check; `nil` for one that could not be made.
    ///   - trouble: hears why a check could not be made.
    public init(
        _ monitor: Monitor, of pipeline: String, recorder: Recorder, now: @escaping @Sendable () -> Timestamp,
        checked: @escaping @Sendable (MonitorID, MonitorOutcome?) -> Void,
        trouble: @escaping @Sendable (Problem) -> Void
    ) {
        self.checked = checked
        self.monitor = monitor
        self.pipeline = pipeline
        self.recorder = recorder
        self.now = now
        self.trouble = trouble
    }

    /// `nil` when it could not be made: that says nothing about what is checked.
    private func check() async throws -> MonitorOutcome? {
        do {
            return try await monitor.check.ask()
        } catch let problem as Problem {
            trouble(problem)
            return nil
        }
    }

    /// Goes on until it is cancelled.
    ///
    /// - Throws: `JournalError` when nothing can be recorded any more; `CancellationError`.
    public func carryOn() async throws {
        let id = MonitorID(pipeline: pipeline, name: monitor.name)
        var watch = MonitorWatch(monitor, of: pipeline, record: await recorder.ledger.monitors[id])
        while true {
            let begun = ContinuousClock.now
            let outcome = try await check()
            checked(id, outcome)
            if let outcome { try await record(outcome, by: &watch) }
            try await Task.sleep(until: begun + monitor.every)
        }
    }

    /// What there is no room for is as good as not checked.
    private func record(_ outcome: MonitorOutcome, by watch: inout MonitorWatch) async throws {
        var next = watch
        let events = next.take(outcome, at: now())
        do {
            if !events.isEmpty { try await recorder.record(of: nil, at: now()) { _ in events } }
            watch = next
        } catch let error as JournalError where error.kind == .diskFull {}
    }
}
