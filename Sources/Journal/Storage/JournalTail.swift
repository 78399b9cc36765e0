import Delivery
import GRDB
import Values

/// Where the journal ends, and what is still to be written there.
struct JournalTail: Sendable {
    private(set) var lastSequence: Int64
    private(set) var lastRun: RunNumber?
    private(set) var waiting: [EventRow] = []

    /// The end of the journal on disk.
    ///
    /// - Throws: ``JournalError`` when its numbers are none that could be counted on from; `DatabaseError`.
    init(_ db: Database, path: String) throws {
        let sequence = try Self.highest(db, "SELECT max(seq) FROM events", lost: "SELECT max(through) FROM losses") ?? 0
        let run = try Self.highest(db, "SELECT max(run) FROM events", lost: "SELECT max(run) FROM losses")
        guard (0...Self.highest).contains(sequence), (0...Self.highest).contains(run ?? 0) else {
            throw JournalError(.corrupted, path: path, detail: "its last event has an impossible number")
        }
        lastSequence = sequence
        lastRun = run.map { RunNumber(Int($0)) }
    }

    /// Whole numbers up to here are exact in JSON everywhere, and far more than there will ever be.
    private static let highest: Int64 = 1 << 53

    /// Numbers that were lost are not given again.
    private static func highest(_ db: Database, _ query: String, lost: String) throws -> Int64? {
        let queries = try JournalSchema.hasChecksums(db) ? [query, lost] : [query]
        return try queries.compactMap { try Int64.fetchOne(db, sql: $0) }.max()
    }

    mutating func add(
        _ events: [Event], _ coded: [CodedEvent], run: RunNumber?, at time: Timestamp
    ) -> [EventRecord] {
        guard !events.isEmpty else { return [] }
        if let run { lastRun = max(lastRun ?? run, run) }
        return zip(events, coded).map { event, coded in
            lastSequence += 1
            waiting.append(
                EventRow(
                    sequence: lastSequence, time: time, run: run, environment: event.environment, coded: coded))
            return EventRecord(sequence: lastSequence, time: time, run: run, event: event)
        }
    }

    /// Writes what waits, wholly or not at all, and gives what that was.
    mutating func write(to db: Database) throws -> [EventRow] {
        guard !waiting.isEmpty else { return [] }
        try db.inTransaction(.immediate) {
            for row in waiting { try row.insert(into: db) }
            return .commit
        }
        defer { waiting = [] }
        return waiting
    }
}
