import Delivery
import GRDB
import Values

/// Which runs a policy cuts down, given what the journal holds.
struct RetentionPlan: Equatable, Sendable {
    /// Runs that lose their samples, rising by number.
    private(set) var thinned: [RunNumber] = []
    /// Runs that lose all but their landmarks, rising by number.
    private(set) var removed: [RunNumber] = []

    init(_ db: Database, policy: RetentionPolicy, at now: Timestamp, path: String) throws {
        let records = try RetentionRecord.all(db)
        let overview = try Folding.journal.complete(db, path: path).state
        // One that was opened again has ended once, but goes on.
        let finished = try Self.finishedRuns(db, path: path).filter { !overview.unfinished.contains($0.run) }
        let needed = overview.ledger.runsInService
        let whole = finished.filter { records[$0.run]?.extent != .landmarks }.map(\.run)
        let surplus = Set(whole.dropLast(policy.runs)).subtracting(needed)
        for (run, end) in finished {
            let record = records[run]
            if surplus.contains(run) || record?.extent == .landmarks && record?.isComplete == false {
                removed.append(run)
            } else if record.map({ $0.extent == .withoutSamples && !$0.isComplete }) ?? (end + policy.samples <= now) {
                thinned.append(run)
            }
        }
    }

    /// Rising by number, with the time of their end.
    private static func finishedRuns(_ db: Database, path: String) throws -> [(run: RunNumber, end: Timestamp)] {
        let sql = "SELECT run, max(time) FROM events WHERE type = 'runFinished' GROUP BY run ORDER BY run"
        return try Row.fetchAll(db, sql: sql).map { row in
            guard let run = Int.fromDatabaseValue(row[0]), let end = Int64.fromDatabaseValue(row[1]) else {
                throw JournalError(.corrupted, path: path, detail: "a run has no number")
            }
            return (RunNumber(run), Timestamp(milliseconds: end))
        }
    }
}

extension Ledger {
    /// Runs that made what users have, or may get back.
    fileprivate var runsInService: Set<RunNumber> {
        Set(
            environments.values.flatMap { record in
                [record.stable, record.previous, record.kept?.deployment].compactMap(\.self).flatMap(\.runs)
                    + [record.releasing].compactMap(\.self)
            })
    }
}
