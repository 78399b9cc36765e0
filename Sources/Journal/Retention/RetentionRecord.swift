import Delivery
import GRDB

/// What the book of retention says of a run.
struct RetentionRecord: Equatable, Sendable {
    /// What is left of it.
    enum Extent: String {
        case withoutSamples, landmarks
    }

    let extent: Extent
    /// Whether everything that was to go is gone.
    let isComplete: Bool

    /// What is left of each run of which something was removed.
    static func all(_ db: Database) throws -> [RunNumber: RetentionRecord] {
        guard try JournalSchema.hasSnapshots(db) else { return [:] }
        let rows = try Row.fetchAll(db, sql: "SELECT run, extent, complete FROM retention")
        return Dictionary(
            rows.compactMap { row in
                guard let run = Int.fromDatabaseValue(row[0]), let record = RetentionRecord(row) else { return nil }
                return (RunNumber(run), record)
            }, uniquingKeysWith: { $1 })
    }

    /// `nil` for a run that is whole.
    static func of(_ run: RunNumber, _ db: Database) throws -> RetentionRecord? {
        guard try JournalSchema.hasSnapshots(db) else { return nil }
        let statement = try db.cachedStatement(sql: "SELECT run, extent, complete FROM retention WHERE run = ?")
        return try Row.fetchOne(statement, arguments: [run.value]).flatMap(RetentionRecord.init)
    }

    private init?(_ row: Row) {
        guard let text = String.fromDatabaseValue(row[1]), let extent = Extent(rawValue: text) else { return nil }
        self.extent = extent
        isComplete = Bool.fromDatabaseValue(row[2]) ?? false
    }
}
