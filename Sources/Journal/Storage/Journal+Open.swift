import Delivery
import Foundation
import GRDB

extension Journal {
    /// How many events may wait in memory: ten seconds of samples every 100 ms.
    public static let defaultBatchLimit = 100

    /// Opens the journal of a state directory, and makes both if they don't exist.
    ///
    /// - Parameters:
    ///   - batchLimit: How many events ``appendLater(_:run:at:)`` may keep in memory.
    ///   - sizeLimit: How large the file may become: appends that would make it larger throw `diskFull`. `nil` leaves
    ///     that to the disk.
    /// - Throws: ``JournalError`` when the directory or the file can't be made, read or written.
    public static func open(
        in directory: StateDirectory, batchLimit: Int = defaultBatchLimit, sizeLimit: ByteCount? = nil
    ) async throws(JournalError) -> Journal {
        try await Blocking.run { () throws(JournalError) in
            try directory.prepare()
            let path = directory.journal
            do {
                try makePrivateFile(path)
                let database = try DatabasePool(path: path, configuration: .writing(path))
                return try database.writeWithoutTransaction { db in
                    try prepare(db, path: path)
                    if let sizeLimit { try limit(db, to: sizeLimit) }
                    let tail = try JournalTail(db, path: path)
                    let unread = try SnapshotKeeper.eventsToRead(db, last: tail.lastSequence)
                    let snapshots = SnapshotKeeper(database: database, events: unread)
                    return Journal(
                        database: database, tail: tail, snapshots: snapshots, batchLimit: max(batchLimit, 1))
                }
            } catch {
                throw JournalError(error, path: path)
            }
        }
    }

    /// SQLite gives its other files the permissions of this one.
    private static func makePrivateFile(_ path: String) throws(JournalError) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.notWritable, path: path, detail: String(cString: strerror(errno)))
        }
        Foundation.close(descriptor)
    }

    private static func prepare(_ db: Database, path: String) throws {
        // GRDB sets NORMAL together with WAL: then a commit could be undone by a power cut.
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
        try db.inTransaction(.immediate) {
            if try JournalSchema.isEmpty(db, path: path) { try JournalSchema.create(db) }
            try JournalSchema.upgrade(db)
            return .commit
        }
    }

    private static func limit(_ db: Database, to size: ByteCount) throws {
        let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        try db.execute(sql: "PRAGMA max_page_count = \(max(size.bytes / pageSize, 1))")
    }
}
