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
    /// All runs that have events, rising by number.
    ///
    /// - Throws: ``JournalError`` when the file can't be read, as all that follow.
    public func runs() async throws(JournalError) -> [RunSpan] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT run, min(seq), max(seq) FROM events GROUP BY run ORDER BY run").map {
                guard let run = Int.fromDatabaseValue($0[0]), let first = Int64.fromDatabaseValue($0[1]),
                    let last = Int64.fromDatabaseValue($0[2])
                else { throw JournalError(.corrupted, path: path, detail: "a run has no number") }
                return RunSpan(run: RunNumber(run), first: first, last: last)
            }
        }
    }

    /// The state of a run, as the fold of its events; `nil` when there is no such run.
    public func state(of run: RunNumber) async throws(JournalError) -> RunState? {
        var state: RunState?
        for try await record in events(run: run) {
            state = state ?? RunState(number: run)
            state?.apply(record.event, at: record.time)
        }
        return state
    }

    /// What outlives runs, as the fold of the whole journal. Samples are passed over: they change nothing in it.
    public func ledger() async throws(JournalError) -> Ledger {
        var ledger = Ledger()
        for try await record in EventPages(reader: self, query: EventQuery(withoutSamples: true), limit: nil) {
            ledger.apply(record.event, run: record.run)
        }
        return ledger
    }

    /// Reads the whole file and says what is wrong with it; `nil` when it is sound.
    public func integrityProblem() async throws(JournalError) -> String? {
        try await read { db in
            let report = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
            guard report == "ok" else { return report }
            let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM events") ?? 0
            let count = try Int64.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0
            return last == count ? nil : "\(last - count) of \(last) events are missing"
        }
    }
}
