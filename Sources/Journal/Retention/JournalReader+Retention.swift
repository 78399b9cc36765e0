import Delivery
import GRDB

extension JournalReader {
    /// The number after which nothing was ever removed; 0 when the journal is whole.
    ///
    /// Events after any number can be asked for; those up to this one may have been removed by retention, and are then
    /// passed over. Who needs every event begins here, or with ``state(of:)`` and ``ledger()``.
    ///
    /// - Throws: ``JournalError`` when the file can't be read, as all that follow.
    public func wholeAfter() async throws(JournalError) -> Int64 {
        try await read { db in
            guard try JournalSchema.hasSnapshots(db) else { return 0 }
            return try Int64.fetchOne(db, sql: "SELECT max(highest) FROM retention") ?? 0
        }
    }

    /// Runs that retention removed, but for their landmarks; rising by number.
    public func removedRuns() async throws(JournalError) -> [RunNumber] {
        try await read { try RetentionRecord.all($0).filter { $0.value.extent == .landmarks }.keys.sorted() }
    }

    /// Whether retention left every event of a run in place, so that it can be replayed.
    public func isWhole(_ run: RunNumber) async throws(JournalError) -> Bool {
        try await read { try RetentionRecord.of(run, $0) == nil }
    }
}
