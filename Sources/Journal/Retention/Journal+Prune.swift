import Delivery
import GRDB
import Values

extension Journal {
    /// How many events go in one transaction: appends come in between.
    private static let batch = 1000

    /// Removes what is older than a policy keeps: samples of finished runs first, then whole runs but their landmarks.
    ///
    /// The ledger, the list of unfinished runs and the numbers of events stay as they are; the room is used again, the
    /// file does not become smaller. A prune that was interrupted is completed by the next one.
    ///
    /// - Throws: ``JournalError`` when the file can't be read or written; what had gone by then is gone.
    @discardableResult
    public func prune(
        keeping policy: RetentionPolicy, at now: Timestamp
    ) async throws(JournalError) -> RetentionReport {
        let path = reader.path
        let plan = try await reader.read { try RetentionPlan($0, policy: policy, at: now, path: path) }
        var report = RetentionReport()
        for run in plan.thinned {
            report.events += try await thin(run)
            report.thinned.append(run)
        }
        for run in plan.removed {
            report.events += try await remove(run)
            report.removed.append(run)
        }
        return report
    }

    /// Removes a run's samples. What they added up to is kept first, as a snapshot.
    private func thin(_ run: RunNumber) async throws(JournalError) -> Int {
        do {
            if try await reader.read({ try RetentionRecord.of(run, $0) }) == nil { try await snapshots.take(.run(run)) }
        } catch {
            throw JournalError(error, path: reader.path)
        }
        return try await delete(from: run, leaving: .withoutSamples, where: "type = 'trafficSampled'")
    }

    private func remove(_ run: RunNumber) async throws(JournalError) -> Int {
        let count = try await delete(
            from: run, leaving: .landmarks, where: "type NOT IN (SELECT type FROM landmarks)")
        try await database.inTurn { try Snapshot.remove(Folding.run(run).subject, from: $0) }
        return count
    }

    /// - Parameter condition: which of the run's events go. The triggers see to it that no others can.
    private func delete(
        from run: RunNumber, leaving extent: RetentionRecord.Extent, where condition: String
    ) async throws(JournalError) -> Int {
        try await database.inTurn { try Self.announce(run, extent, in: $0) }
        let sql = """
            DELETE FROM events WHERE seq IN (
                SELECT seq FROM events WHERE run = ? AND seq < (SELECT max(seq) FROM events) AND \(condition)
                LIMIT \(Self.batch))
            """
        var total = 0
        while true {
            let count = try await database.inTurn { db in
                try db.execute(sql: sql, arguments: [run.value])
                return db.changesCount
            }
            total += count
            if count < Self.batch { break }
        }
        try await database.inTurn {
            try $0.execute(sql: "UPDATE retention SET complete = 1 WHERE run = ?", arguments: [run.value])
        }
        return total
    }

    /// Writes into the book what is to go, before it goes.
    private static func announce(_ run: RunNumber, _ extent: RetentionRecord.Extent, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO retention (run, extent) VALUES (?, ?)
                ON CONFLICT (run) DO UPDATE SET extent = excluded.extent, complete = 0
                """, arguments: [run.value, extent.rawValue])
    }
}
