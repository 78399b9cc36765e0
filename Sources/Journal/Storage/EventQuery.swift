import Delivery
import GRDB
import Values

/// Which events are wanted, in the order in which they happened.
struct EventQuery: Sendable {
    var run: RunNumber?
    var environment: EnvironmentName?
    var withoutSamples = false
    /// Only events with a higher number.
    var after: Int64 = 0
    /// Only events with a lower number.
    var before: Int64?

    /// At most `limit` of them: the first, or the last when `newest`; rising by number either way.
    func fetch(_ db: Database, limit: Int, newest: Bool = false, path: String) throws -> [EventRecord] {
        let columns = try StoredRow.columns(db)
        let sql = """
            SELECT \(columns) FROM events WHERE \(conditions.joined(separator: " AND "))
            ORDER BY seq \(newest ? "DESC" : "ASC") LIMIT \(max(limit, 0))
            """
        let statement = try db.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var records: [EventRecord] = []
        while let row = try rows.next() { records.append(try StoredRow.record(in: row, path: path)) }
        return newest ? records.reversed() : records
    }

    /// All of them, one after the other, within the transaction that `db` is in.
    func cursor(_ db: Database, path: String) throws -> some Cursor<EventRecord> {
        let columns = try StoredRow.columns(db)
        let sql = """
            SELECT \(columns) FROM events WHERE \(conditions.joined(separator: " AND ")) ORDER BY seq
            """
        return try Row.fetchCursor(db, sql: sql, arguments: arguments).map { try StoredRow.record(in: $0, path: path) }
    }

    private var conditions: [String] {
        var conditions = ["seq > :after"]
        if before != nil { conditions.append("seq < :before") }
        if run != nil { conditions.append("run = :run") }
        if environment != nil { conditions.append("environment = :environment") }
        // Written as in the index, without which SQLite would not use it.
        if withoutSamples { conditions.append("type <> 'trafficSampled'") }
        return conditions
    }

    private var arguments: StatementArguments {
        var arguments: StatementArguments = ["after": after]
        if let before { arguments += ["before": before] }
        if let run { arguments += ["run": run.value] }
        if let environment { arguments += ["environment": environment.rawValue] }
        return arguments
    }
}
