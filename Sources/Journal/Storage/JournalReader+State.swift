import Delivery
import GRDB

/// A run's place in the journal.
public struct RunSpan: Equatable, Sendable {
    public let run: RunNumber
    /// The number of its first event.
    public let first: Int64
    /// The number of its last event so far.
    public let last: Int64

    public init(run: RunNumber, first: Int64, last: Int64) {
        self.run = run
        self.first = first
        self.last = last
    }
}

extension JournalReader {
    /// All runs that have events and were not removed, rising by number. It takes as long as there are runs, however
    /// many events they have.
    ///
    /// - Throws: ``JournalError`` when the file can't be read, as all that follow.
    public func runs() async throws(JournalError) -> [RunSpan] {
        try await read { db in
            let removed = try RetentionRecord.all(db).filter { $0.value.extent == .landmarks }
            return try Row.fetchAll(db, sql: Self.spans).compactMap { row in
                guard let run = Int.fromDatabaseValue(row[0]), let first = Int64.fromDatabaseValue(row[1]),
                    let last = Int64.fromDatabaseValue(row[2])
                else { throw JournalError(.corrupted, path: path, detail: "a run has no number") }
                let span = RunSpan(run: RunNumber(run), first: first, last: last)
                return removed[span.run] == nil ? span : nil
            }
        }
    }

    /// Jumps from run to run in the index: SQLite's own GROUP BY would read every event.
    private static let spans = """
        WITH RECURSIVE numbers (run) AS (
            SELECT min(run) FROM events WHERE run > 0
            UNION ALL
            SELECT (SELECT min(run) FROM events WHERE run > numbers.run) FROM numbers WHERE run IS NOT NULL)
        SELECT run, (SELECT min(seq) FROM events WHERE run = numbers.run),
            (SELECT max(seq) FROM events WHERE run = numbers.run)
        FROM numbers WHERE run IS NOT NULL
        """

    /// The state of a run, as the fold of its events; `nil` when there is no such run.
    ///
    /// Of a run whose samples were removed it is the state that was kept then; if this version can't read that any
    /// more, the totals of its traffic are missing.
    ///
    /// - Throws: ``JournalError`` of kind `removed` for a run that retention removed.
    public func state(of run: RunNumber) async throws(JournalError) -> RunState? {
        try await read { db in
            let extent = try RetentionRecord.of(run, db)?.extent
            guard extent != .landmarks else { throw JournalError(.removed(run: run), path: path) }
            let folding = try Folding.run(run).complete(db, path: path, trusting: extent == nil ? .current : .any)
            return folding.sequence == 0 ? nil : folding.state
        }
    }

    /// The last event on disk; `nil` before the first.
    public func lastEvent() async throws(JournalError) -> EventRecord? {
        try await read { try EventQuery().fetch($0, limit: 1, newest: true, path: path).first }
    }

    /// What outlives runs, as the fold of the whole journal.
    public func ledger() async throws(JournalError) -> Ledger {
        try await overview().ledger
    }

    /// The same, and the event up to and with which it is the fold: whoever follows the journal from an earlier one on must
    /// not take anything into it twice.
    public func ledgerAndSequence() async throws(JournalError) -> (ledger: Ledger, sequence: Int64) {
        let folding = try await read { try Folding.journal.complete($0, path: path) }
        return (folding.state.ledger, folding.sequence)
    }

    /// Runs that started and have not finished, rising by number: whoever opens the journal for work takes them up.
    public func unfinishedRuns() async throws(JournalError) -> [RunNumber] {
        try await overview().unfinished
    }

    private func overview() async throws(JournalError) -> Overview {
        try await read { try Folding.journal.complete($0, path: path).state }
    }
}
