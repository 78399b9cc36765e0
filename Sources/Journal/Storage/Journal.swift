import Delivery
import GRDB
import Posix
import Synchronization
import Values

/// Everything that happened, as events on disk: the executor's side, which writes them.
///
/// Events get their numbers in the order in which they are given, without gaps. Only one executor may write at a
/// time: hold a ``StateLock`` as long as the journal is open.
///
/// An append that throws has recorded nothing, and its numbers are given to the next events. Cancelling a task does
/// not undo its append.
public final class Journal: Sendable {
    /// Reads what has been written to disk: not yet what ``appendLater(_:run:at:)`` keeps in memory.
    public let reader: JournalReader

    let database: DatabasePool
    let snapshots: SnapshotKeeper
    private let head: JournalHead
    private let batchLimit: Int
    /// Changed only in SQLite's turn, one after the other; the lock is held for no longer than a copy takes.
    private let tail: Mutex<JournalTail>

    init(database: DatabasePool, tail: JournalTail, head: JournalHead, snapshots: SnapshotKeeper, batchLimit: Int) {
        reader = JournalReader(path: database.path, database: database)
        self.database = database
        self.snapshots = snapshots
        self.tail = Mutex(tail)
        self.head = head
        self.batchLimit = batchLimit
    }

    /// The number of the last event, written or not; 0 when there is none.
    public var lastSequence: Int64 { tail.withLock { $0.lastSequence } }

    /// The number of the next run to be started.
    public var nextRunNumber: RunNumber { tail.withLock { RunNumber(($0.lastRun?.value ?? 0) + 1) } }

    /// Records events durably: they, and all that wait in memory, are on the disk when this returns.
    ///
    /// - Throws: ``JournalError`` when they can't be recorded; none of them is then.
    @discardableResult
    public func append(
        _ events: [Event], run: RunNumber?, at time: Timestamp
    ) async throws(JournalError) -> [EventRecord] {
        try await take(events, run: run, at: time, batchLimit: 0)
    }

    /// Records events that may be lost in a crash, such as samples: they are written with the next durable append,
    /// or when enough of them wait.
    ///
    /// - Throws: ``JournalError`` when it was time to write and that was impossible; these events are then dropped.
    @discardableResult
    public func appendLater(
        _ events: [Event], run: RunNumber?, at time: Timestamp
    ) async throws(JournalError) -> [EventRecord] {
        try await take(events, run: run, at: time, batchLimit: batchLimit)
    }

    /// Writes all that waits in memory.
    ///
    /// - Throws: ``JournalError`` when that is impossible; the events wait on.
    public func flush() async throws(JournalError) {
        try await database.inTurn { db in
            var next = self.tail.withLock { $0 }
            let written = try next.write(to: db)
            self.tail.withLock { $0 = next }
            self.note(written)
        }
    }

    /// Writes all that waits in memory, lets snapshots under way be finished, and closes the file. Closing again does
    /// nothing.
    ///
    /// - Throws: ``JournalError`` when what waited could not be written; the file is closed all the same.
    public func close() async throws(JournalError) {
        var failure: JournalError?
        do {
            try await flush()
        } catch  where error.kind != .closed {
            failure = error
        } catch {
            return
        }
        await snapshots.settle()
        head.close()
        let database = database
        try await Offloaded.run { () throws(JournalError) in
            do {
                // SQLite tidies its files up when the last connection that may write is the last one closed.
                database.invalidateReadOnlyConnections()
                try database.close()
            } catch {
                throw JournalError(error, path: database.path)
            }
        }
        if let failure { throw failure }
    }

    private func take(
        _ events: [Event], run: RunNumber?, at time: Timestamp, batchLimit: Int
    ) async throws(JournalError) -> [EventRecord] {
        let coded = try codedForms(of: events)
        return try await database.inTurn { db in
            var next = self.tail.withLock { $0 }
            let records = next.add(events, coded, run: run, at: time)
            let written = next.waiting.count >= batchLimit ? try next.write(to: db) : []
            self.tail.withLock { $0 = next }
            self.note(written)
            return records
        }
    }

    private func note(_ written: [EventRow]) {
        if let last = written.last { head.note(last.sequence) }
        snapshots.note(written)
    }

    private func codedForms(of events: [Event]) throws(JournalError) -> [CodedEvent] {
        do {
            return try events.map(EventCoding.encode)
        } catch {
            throw JournalError(error, path: reader.path)
        }
    }
}
