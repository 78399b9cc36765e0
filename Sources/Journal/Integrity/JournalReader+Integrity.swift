import Delivery
import GRDB

/// How closely a journal is looked at.
public enum IntegrityCheck: Equatable, Sendable, CaseIterable {
    /// The structure of the file, that no event is missing or damaged, and that no snapshot is damaged.
    case quick
    /// Also its indexes, that this version can read every event, and that every snapshot is what the events add up to.
    case full
}

extension JournalReader {
    /// Reads the whole file and says what is wrong with it; `nil` when it is sound.
    ///
    /// - Throws: ``JournalError`` when it can't be read at all.
    public func integrityProblem(_ check: IntegrityCheck = .quick) async throws(JournalError) -> String? {
        do {
            return try await read { db in
                let problem = try structureProblem(db, check) ?? missingEvents(db) ?? damagedSnapshot(db)
                guard problem == nil else { return problem }
                try checkAll(db)
                guard check == .full else { return nil }
                try readAll(db)
                return try snapshotProblem(db)
            }
        } catch {
            switch error.kind {
            case .corrupted: return error.detail
            case .unreadableEvent, .damagedEvent: return error.description
            default: throw error
            }
        }
    }

    private func structureProblem(_ db: Database, _ check: IntegrityCheck) throws -> String? {
        let pragma = check == .full ? "integrity_check" : "quick_check"
        let report = try String.fetchOne(db, sql: "PRAGMA \(pragma)(1)") ?? "no answer"
        return report == "ok" ? nil : report
    }

    /// Numbers have no gaps but those that retention left, and it counted them.
    private func missingEvents(_ db: Database) throws -> String? {
        let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM events") ?? 0
        let count = try Int64.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0
        let hasBook = try JournalSchema.hasSnapshots(db)
        let removed = hasBook ? try Int64.fetchOne(db, sql: "SELECT sum(removed) FROM retention") ?? 0 : 0
        let losses = "SELECT sum(through - after) FROM losses"
        let lost = try JournalSchema.hasChecksums(db) ? Int64.fetchOne(db, sql: losses) ?? 0 : 0
        let missing = last - count - removed - lost
        return missing == 0 ? nil : "\(missing) of \(last) events are missing"
    }

    private func damagedSnapshot(_ db: Database) throws -> String? {
        guard try JournalSchema.hasSnapshots(db) else { return nil }
        let subjects = try String.fetchAll(db, sql: "SELECT subject FROM snapshots ORDER BY subject")
        let damaged = try subjects.first { try Snapshot.find($0, trusting: .any, in: db) == nil }
        return damaged.map { "the snapshot of \($0) is damaged" }
    }

    private func checkAll(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(try StoredRow.columns(db)) FROM events ORDER BY seq")
        while let row = try rows.next() { _ = try StoredRow(row, path: path) }
    }

    private func readAll(_ db: Database) throws {
        let records = try EventQuery().cursor(db, path: path)
        while try records.next() != nil {}
    }

    private func snapshotProblem(_ db: Database) throws -> String? {
        if let problem = try problem(of: .journal, db) { return problem }
        let cut = try RetentionRecord.all(db)
        let runs = try Int.fetchAll(db, sql: "SELECT DISTINCT run FROM events").map { RunNumber($0) }
        for run in runs where cut[run] == nil {
            if let problem = try problem(of: .run(run), db) { return problem }
        }
        return nil
    }

    private func problem<State: Fold>(of folding: Folding<State>, _ db: Database) throws -> String? {
        guard try Snapshot.find(folding.subject, trusting: .current, in: db) != nil else { return nil }
        let quick = try folding.complete(db, path: path).state
        let slow = try folding.fromBeginning(db, path: path).state
        return quick == slow ? nil : "the snapshot of \(folding.subject) is not what its events add up to"
    }
}
