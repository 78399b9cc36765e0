import Foundation
import GRDB

/// The state of a fold after a certain event, kept so that reading need not begin at the first event.
///
/// A snapshot only ever saves time: one that is damaged, or that another version of the rules made, counts as missing.
struct Snapshot: Equatable, Sendable {
    /// Which snapshots are trusted.
    enum Version {
        /// Those that folding the events today would make.
        case current
        /// Also those of other versions: all that is left of events that retention removed.
        case any
    }

    let subject: String
    /// The number of the last event in it.
    let sequence: Int64
    /// Which rules made it.
    let fingerprint: String
    /// The state as JSON.
    let data: Data

    /// - Throws: `EncodingError` when the state has no JSON form.
    init?(_ folding: Folding<some Fold>) throws {
        guard let fingerprint = SnapshotFingerprint.current, folding.sequence > 0 else { return nil }
        subject = folding.subject
        sequence = folding.sequence
        self.fingerprint = fingerprint
        data = try EventCoding.makeEncoder().encode(folding.state)
    }

    /// The snapshot of a subject; `nil` when there is none to be trusted.
    static func find(_ subject: String, trusting version: Version, in db: Database) throws -> Snapshot? {
        guard try JournalSchema.hasSnapshots(db) else { return nil }
        let statement = try db.cachedStatement(
            sql: """
                SELECT seq, fingerprint, checksum, data FROM snapshots
                WHERE subject = ? AND seq <= (SELECT max(seq) FROM events)
                """)
        guard let row = try Row.fetchOne(statement, arguments: [subject]), let snapshot = Snapshot(subject, row),
            String.fromDatabaseValue(row[2]) == snapshot.checksum,
            version == .any || snapshot.fingerprint == SnapshotFingerprint.current
        else { return nil }
        return snapshot
    }

    func store(in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO snapshots (subject, seq, fingerprint, checksum, data) VALUES (?, ?, ?, ?, ?)")
        try statement.execute(arguments: [subject, sequence, fingerprint, checksum, data])
    }

    static func remove(_ subject: String, from db: Database) throws {
        try db.execute(sql: "DELETE FROM snapshots WHERE subject = ?", arguments: [subject])
    }

    /// The file may hold anything, so nothing is taken for granted.
    private init?(_ subject: String, _ row: Row) {
        guard let sequence = Int64.fromDatabaseValue(row[0]), sequence > 0,
            let fingerprint = String.fromDatabaseValue(row[1]), let data = Data.fromDatabaseValue(row[3])
        else { return nil }
        self.subject = subject
        self.sequence = sequence
        self.fingerprint = fingerprint
        self.data = data
    }

    /// Guards against damage, not against malice: who can write the file can write events as well.
    private var checksum: String {
        var checksum = Checksum()
        checksum.add("\(subject)\n\(sequence)\n\(fingerprint)\n".utf8)
        checksum.add(data)
        return checksum.text
    }
}
