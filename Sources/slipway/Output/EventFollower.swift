import Control
import Delivery
import Journal

/// Tells recorded events and then those that happen: as the executor tells them while there is one, and otherwise read
/// from the journal every now and then.
struct EventFollower {
    /// How often a journal without an executor is looked at: somebody may start one.
    private static let pause = Duration.seconds(1)

    let directory: StateDirectory
    let reader: JournalReader
    private var position: FollowedPosition

    /// - Parameter run: only events of this run; with it, following ends.
    init(run: RunNumber?, in directory: StateDirectory, reader: JournalReader) {
        self.directory = directory
        self.reader = reader
        position = FollowedPosition(run: run)
    }

    /// - Throws: `JournalError` when the journal can't be read; `CancellationError`.
    mutating func follow(_ tell: (EventRecord) -> Void) async throws {
        while true {
            let written = position.run.map { reader.events(run: $0, after: position.durable) }
            for try await record in written ?? reader.events(after: position.durable) where position.takes(record) {
                tell(record)
            }
            // A run that has finished may have been opened again: only its last event tells.
            if position.isAtEnd { return }
            try await listen(tell)
            if position.isAtEnd { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Until the executor ends, or at once if there is none that can be asked: the journal has everything as well.
    private mutating func listen(_ tell: (EventRecord) -> Void) async throws {
        do {
            let client = try await ControlClient.connect(to: directory)
            for try await record in try await client.events(after: position.durable, run: position.run)
            where position.takes(record) {
                tell(record)
            }
        } catch is ControlError {
            try Task.checkCancellation()
        }
    }
}

/// How far a reader has come that hears of samples before they are on disk, where they may never come: the number of
/// a lost sample is given again, to something else.
struct FollowedPosition {
    let run: RunNumber?
    /// The number of the last event that is surely on disk.
    private(set) var durable: Int64 = 0
    private var last: Int64 = 0
    /// Whether the run that is followed has finished, and was not opened again.
    private(set) var isAtEnd = false

    init(run: RunNumber?) {
        self.run = run
    }

    /// Whether the record is news.
    mutating func takes(_ record: EventRecord) -> Bool {
        if case .trafficSampled = record.event {
            guard record.sequence > last else { return false }
        } else {
            guard record.sequence > durable else { return false }
            durable = record.sequence
        }
        last = max(last, record.sequence)
        if run == record.run { note(record.event) }
        return true
    }

    private mutating func note(_ event: Event) {
        switch event {
        case .runFinished: isAtEnd = true
        case .runReopened: isAtEnd = false
        default: break
        }
    }
}
