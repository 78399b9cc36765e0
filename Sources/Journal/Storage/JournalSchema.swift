import GRDB

/// The journal's tables, and the marks by which its file is known.
enum JournalSchema {
    /// "SLPW": what SQLite's `application_id` says of the file.
    static let applicationID = 0x534C_5057
    /// The format that this version writes, in SQLite's `user_version`.
    static let format = 5

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

    /// Makes the file a journal of the first format. The triggers keep everyone, this program too, from rewriting
    /// history.
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
                PRAGMA user_version = 1;
                """)
    }

    /// Brings a journal of an earlier format to this one. What was recorded stays as it is.
    static func upgrade(_ db: Database) throws {
        if try version(db) < 2 { try addSnapshotsAndRetention(db) }
        if try version(db) < 3 { try addChecksumsAndLosses(db) }
        // From here on events are in words and forms that earlier versions do not know; see `Event+Coding.swift`.
        if try version(db) < 4 { try db.execute(sql: "PRAGMA user_version = 4") }
        // Steps have terms: time limits, retries.
        if try version(db) < 5 { try db.execute(sql: "PRAGMA user_version = 5") }
        for type in Landmark.types {
            try db.execute(sql: "INSERT OR IGNORE INTO landmarks (type) VALUES (?)", arguments: [type])
        }
    }

    /// Whether the file has snapshots and a book of what retention removed: one that was only read so far may not.
    static func hasSnapshots(_ db: Database) throws -> Bool { try version(db) >= 2 }

    /// Whether the file has a checksum for each event from some number on, and a book of what it lost.
    static func hasChecksums(_ db: Database) throws -> Bool { try version(db) >= 3 }

    private static func version(_ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "PRAGMA user_version")
        return try Int.fetchOne(statement) ?? 0
    }

    /// An event may be deleted if it is of a run whose line in the book of retention says so, and never the last one,
    /// so that no number is given twice. The book only grows, and counts what went.
    private static func addSnapshotsAndRetention(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE snapshots (
                    subject TEXT PRIMARY KEY,
                    seq INTEGER NOT NULL,
                    fingerprint TEXT NOT NULL,
                    checksum TEXT NOT NULL,
                    data BLOB NOT NULL
                );
                CREATE TABLE landmarks (type TEXT PRIMARY KEY) WITHOUT ROWID;
                CREATE TABLE retention (
                    run INTEGER PRIMARY KEY,
                    extent TEXT NOT NULL CHECK (extent IN ('withoutSamples', 'landmarks')),
                    removed INTEGER NOT NULL DEFAULT 0,
                    highest INTEGER NOT NULL DEFAULT 0,
                    complete INTEGER NOT NULL DEFAULT 0
                );
                CREATE INDEX events_that_finish_runs ON events (run, time) WHERE type = 'runFinished';
                DROP TRIGGER events_are_not_deleted;
                CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
                    WHEN OLD.seq = (SELECT max(seq) FROM events) OR NOT EXISTS (
                        SELECT 1 FROM retention WHERE run = OLD.run AND (
                            OLD.type = 'trafficSampled'
                            OR extent = 'landmarks' AND OLD.type NOT IN (SELECT type FROM landmarks)))
                    BEGIN SELECT RAISE(ABORT, 'events are deleted by retention only'); END;
                CREATE TRIGGER deleted_events_are_counted AFTER DELETE ON events
                    BEGIN UPDATE retention SET removed = removed + 1, highest = max(highest, OLD.seq)
                        WHERE run = OLD.run; END;
                CREATE TRIGGER retention_is_of_finished_runs BEFORE INSERT ON retention
                    WHEN NOT EXISTS (SELECT 1 FROM events WHERE run = NEW.run AND type = 'runFinished')
                    BEGIN SELECT RAISE(ABORT, 'only finished runs are cut down'); END;
                CREATE TRIGGER retention_is_not_forgotten BEFORE DELETE ON retention
                    BEGIN SELECT RAISE(ABORT, 'what was removed is never forgotten'); END;
                CREATE TRIGGER landmarks_stay BEFORE DELETE ON landmarks
                    BEGIN SELECT RAISE(ABORT, 'landmarks stay'); END;
                PRAGMA user_version = 2;
                """)
    }

    /// Every event from now on has a checksum. Those before have none, as what was recorded is not touched. After a loss
    /// that a person accepted, numbers go on behind what was lost.
    private static func addChecksumsAndLosses(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE events ADD COLUMN checksum BLOB;
                CREATE TABLE checksums (first INTEGER NOT NULL);
                INSERT INTO checksums SELECT coalesce(max(seq), 0) + 1 FROM events;
                CREATE TRIGGER checksums_are_not_changed BEFORE UPDATE ON checksums
                    BEGIN SELECT RAISE(ABORT, 'what has a checksum stays so'); END;
                CREATE TRIGGER events_have_checksums BEFORE INSERT ON events WHEN NEW.checksum IS NULL
                    BEGIN SELECT RAISE(ABORT, 'an event must have a checksum'); END;
                CREATE TABLE losses (
                    after INTEGER NOT NULL,
                    through INTEGER NOT NULL,
                    run INTEGER NOT NULL
                );
                CREATE TRIGGER losses_are_not_forgotten BEFORE DELETE ON losses
                    BEGIN SELECT RAISE(ABORT, 'what was lost is never forgotten'); END;
                DROP TRIGGER events_have_no_gaps;
                CREATE TRIGGER events_have_no_gaps BEFORE INSERT ON events
                    WHEN NEW.seq IS NOT 1 + max(
                        (SELECT coalesce(max(seq), 0) FROM events), (SELECT coalesce(max(through), 0) FROM losses))
                    BEGIN SELECT RAISE(ABORT, 'an event must follow the last one'); END;
                PRAGMA user_version = 3;
                """)
    }
}
