import Delivery
import Journal
import StateDirectory
import Values

/// Tells recorded events and then those that happen, through executors that come and go: as the executor tells them
/// while there is one, and otherwise read from the journal every now and then.
public struct EventFollower: Sendable {
    /// How often a journal without an executor is looked at: nobody tells when one begins to listen.
    private static let pause = Duration.milliseconds(250)

    private let directory: StateDirectory
    private let reader: JournalReader
    private let patience: Duration?
    private var position: FollowedPosition
    private var lostAt = ContinuousClock.now
    /// How often in a row nobody answered: a follower that was stopped for a while has not looked.
    private var failures = 0

    /// - Parameters:
    ///   - run: only events of this run; with it, following ends.
    ///   - patience: how long there may be no executor, which is looked for twice at least; `nil` waits for ever.
    public init(run: RunNumber?, in directory: StateDirectory, reader: JournalReader, patience: Duration? = nil) {
        self.directory = directory
        self.reader = reader
        self.patience = patience
        position = FollowedPosition(run: run)
    }

    /// How the run that is followed has ended; `nil` while it goes on.
    public var result: RunResult? { position.result }

    /// Gives every event to `tell`, each once and in order, until the run has ended. One that was opened again is
    /// followed to its last end. `presence` is told whether an executor answers, every time that one is looked for.
    ///
    /// Only what an executor told and could not write down before it died is told although the journal has it not.
    ///
    /// - Throws: ``RunAbandoned`` when there was no executor for too long; `JournalError` when the journal can't be read;
    ///   `CancellationError`.
    public mutating func follow(
        _ tell: (EventRecord) -> Void, presence: (_ answers: Bool) -> Void = { _ in }
    ) async throws {
        (lostAt, failures) = (.now, 0)
        while true {
            let written = position.run.map { reader.events(run: $0, after: position.durable) }
            try await take(written ?? reader.events(after: position.durable), tell)
            // A run that has finished may have been opened again: only its last event tells.
            if position.isAtEnd { return }
            if let patience, failures >= 2, ContinuousClock.now - lostAt > patience {
                throw RunAbandoned(run: position.run)
            }
            try await listen(tell, presence)
            if position.isAtEnd { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Until the executor ends, or at once if there is none that can be asked: the journal has everything as well.
    private mutating func listen(_ tell: (EventRecord) -> Void, _ presence: (Bool) -> Void) async throws {
        do {
            let client = try await ControlClient.connect(to: directory)
            let records = try await client.events(after: position.durable, run: position.run)
            failures = 0
            defer { lostAt = .now }
            presence(true)
            try await take(records, tell)
        } catch is ControlError {
            try Task.checkCancellation()
            failures += 1
            presence(false)
        }
    }

    private mutating func take<Records: AsyncSequence>(
        _ records: Records, _ tell: (EventRecord) -> Void
    ) async throws where Records.Element == EventRecord {
        for try await record in records where position.takes(record) { tell(record) }
    }
}

/// Nobody carries a run out any more that was followed.
public struct RunAbandoned: Error, Equatable, Sendable, CustomStringConvertible {
    /// `nil` when all runs were followed.
    public let run: RunNumber?

    public var description: String {
        "nobody carries \(run.map { "run \($0)" } ?? "runs") out; go on with it: slipway run --continue"
    }
}
