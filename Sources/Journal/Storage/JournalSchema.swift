import GRDB

/// The journal's one table, and the marks by which its file is known.
enum JournalSchema {
    /// "SLPW": what SQLite's `application_id` says of the file.
    static let applicationID = 0x534C_5057
    /// The format that this version writes, in SQLite's `user_version`.
    static let format = 1

    /// Whether the file has nothing in it yet.
    ///
    /// - Throws: ``JournalError`` for a file of another program or of a newer Slipway; `DatabaseError`.
    static func isEmpty(_ db: Database, path: String) throws -> Bool {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == applicationID {
            guard version <= format else { throw JournalError(.newer(format: version), path: path) }
            return false
        }
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard application == 0, version == 0, objects == 0 else { throw JournalError(.foreign, path: path) }
        return true
    }

    /// Makes the table, wholly or not at all. The triggers keep everyone, this program too, from rewriting history.
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE events (
                    seq INTEGER PRIMARY KEY,
                    time INTEGER NOT NULL,
                    run INTEGER NOT NULL,
                    environment TEXT,
                    type TEXT NOT NULL,
                    data TEXT NOT NULL
                );
                CREATE INDEX events_by_run ON events (run, seq);
                CREATE INDEX events_by_environment ON events (environment, seq) WHERE environment IS NOT NULL;
                CREATE INDEX events_without_samples ON events (seq) WHERE type <> 'trafficSampled';
                CREATE TRIGGER events_have_no_gaps BEFORE INSERT ON events
                    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
                    BEGIN SELECT RAISE(ABORT, 'an event must follow the last one'); END;
                CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
                    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
                CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
                    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(format);
                """)
    }
}
