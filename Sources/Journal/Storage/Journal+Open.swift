import Delivery
import Foundation
import GRDB
import Posix
import StateDirectory
import Values

extension Journal {
    /// How many events may wait in memory: ten seconds of samples every 100 ms.
    public static let defaultBatchLimit = 100

    /// Opens the journal of a state directory, and makes both if they don't exist.
    ///
    /// - Parameters:
    ///   - batchLimit: How many events ``appendLater(_:run:at:)`` may keep in memory.
    ///   - sizeLimit: How large the file may become: appends that would make it larger throw `diskFull`. `nil` leaves
    ///     that to the disk.
    /// - Throws: ``JournalError`` when the directory or the file can't be made, read or written, or when the file has lost
    ///   events: what is in service may not be what it says.
    public static func open(
        in directory: StateDirectory, batchLimit: Int = defaultBatchLimit, sizeLimit: ByteCount? = nil
    ) async throws(JournalError) -> Journal {
        try await open(in: directory, batchLimit: batchLimit, sizeLimit: sizeLimit, acceptingLoss: false)
    }

    /// Goes on without the events that a journal has lost. Their numbers, and those of their runs, are not given again.
    ///
    /// - Returns: what was lost; `nil` when nothing was.
    /// - Throws: ``JournalError`` as ``open(in:batchLimit:sizeLimit:)`` does.
    public static func acceptLoss(
        in directory: StateDirectory, by actor: Actor, reason: String, at time: Timestamp
    ) async throws(JournalError) -> EventLoss? {
        let loss = try await JournalReader.open(in: directory).loss()
        guard let loss else { return nil }
        let journal = try await open(in: directory, acceptingLoss: true)
        try await journal.append(
            [.eventsLost(after: loss.after, through: loss.through, by: actor, reason: reason)], run: nil, at: time)
        try await journal.close()
        return loss
    }

    private static func open(
        in directory: StateDirectory, batchLimit: Int = defaultBatchLimit, sizeLimit: ByteCount? = nil,
        acceptingLoss: Bool
    ) async throws(JournalError) -> Journal {
        var attempt = 1
        while true {
            do throws(JournalError) {
                return try await Offloaded.run { () throws(JournalError) in
                    try openOnce(
                        in: directory, batchLimit: batchLimit, sizeLimit: sizeLimit, acceptingLoss: acceptingLoss)
                }
            } catch {
                guard error.mayPass, attempt < mostAttempts, !Task.isCancelled else { throw error }
            }
            attempt += 1
            try? await Task.sleep(for: pauseBetweenAttempts)
        }
    }

    /// Root may read the journal at the same moment: SQLite then makes its shared files as root's, and gives them to the
    /// journal's owner only afterwards.
    private static let mostAttempts = 20
    private static let pauseBetweenAttempts = Duration.milliseconds(50)

    private static func openOnce(
        in directory: StateDirectory, batchLimit: Int, sizeLimit: ByteCount?, acceptingLoss: Bool
    ) throws(JournalError) -> Journal {
        do throws(StateDirectoryError) { try directory.prepare() } catch { throw JournalError(error) }
        let path = directory.journal
        let surroundings = JournalSurroundings(of: directory)
        do {
            try makePrivateFile(path)
            let database = try DatabasePool(path: path, configuration: .writing(path))
            return try database.writeWithoutTransaction { db in
                try prepare(db, path: path)
                if let sizeLimit { try limit(db, to: sizeLimit) }
                if let loss = try surroundings.loss(in: db, path: path) {
                    guard acceptingLoss else { throw JournalError(.eventsLost(loss), path: path) }
                    try loss.accept(in: db)
                }
                let tail = try JournalTail(db, path: path)
                let head = try JournalHead(path: directory.journalHead)
                head.note(tail.lastSequence)
                let unread = try SnapshotKeeper.eventsToRead(db, last: tail.lastSequence)
                let snapshots = SnapshotKeeper(database: database, events: unread)
                return Journal(
                    database: database, tail: tail, head: head, snapshots: snapshots, batchLimit: max(batchLimit, 1))
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// SQLite gives its other files the permissions of this one.
    ///
    /// One that is there is not opened: closing it again would drop the locks of every connection that this process has to
    /// it (fcntl_locking(2)), and others would then remove the log that those read.
    private static func makePrivateFile(_ path: String) throws(JournalError) {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            guard access(path, R_OK | W_OK) == 0 else {
                throw JournalError(.notWritable, path: path, detail: SystemCallError.reason(of: errno))
            }
            return
        }
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.notWritable, path: path, detail: SystemCallError.reason(of: errno))
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
