import Delivery
import Foundation
import GRDB
import StateDirectory

/// Events that had been recorded, and are not in the journal any more: its file was damaged, put back from an older
/// copy, or lost the part that SQLite keeps beside it.
public struct EventLoss: Equatable, Sendable, CustomStringConvertible {
    /// The last event that is there.
    public let after: Int64
    /// The last one that had been recorded, as far as that is known.
    public let through: Int64
    /// A run of which something is on this machine, and nothing in the journal.
    public let run: RunNumber?

    public var description: String {
        let events = through > after ? "events \(after + 1) to \(through) are missing" : nil
        let runs = run.map { "run \($0) has begun, of which it knows nothing" }
        return [events, runs].compactMap { $0 }.joined(separator: "; ")
    }
}

/// What there is beside a journal that tells whether it is all there.
struct JournalSurroundings {
    /// The number of the last event that was ever on disk, as far as it is known.
    private let head: Int64?
    private let runBegun: RunNumber?

    /// Read this before the journal, which somebody may write to meanwhile: then it is never ahead of it.
    init(of directory: StateDirectory) {
        head = JournalHead.read(directory.journalHead)
        runBegun = directory.highestRunBegun
    }

    /// - Throws: `DatabaseError`, ``JournalError`` for impossible numbers.
    func loss(in db: Database, path: String) throws -> EventLoss? {
        let tail = try JournalTail(db, path: path)
        let lastRun = tail.lastRun ?? RunNumber(0)
        let unknownRun = runBegun.flatMap { $0 > lastRun ? $0 : nil }
        let through = max(head ?? 0, tail.lastSequence)
        guard through > tail.lastSequence || unknownRun != nil else { return nil }
        return EventLoss(after: tail.lastSequence, through: through, run: unknownRun)
    }
}

extension EventLoss {
    /// Takes down that a person goes on without these events.
    func accept(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO losses (after, through, run) VALUES (?, ?, ?)",
            arguments: [after, through, run?.value ?? 0])
        // What was folded from events that are gone is not what the rest adds up to.
        try db.execute(sql: "DELETE FROM snapshots WHERE seq > ?", arguments: [after])
    }
}

extension JournalReader {
    /// What the journal has lost, and nobody has accepted yet; `nil` when it is all there, as far as can be told.
    ///
    /// - Throws: ``JournalError`` when the file can't be read.
    public func loss() async throws(JournalError) -> EventLoss? {
        let directory = StateDirectory(path: (path as NSString).deletingLastPathComponent)
        let surroundings = JournalSurroundings(of: directory)
        return try await read { try surroundings.loss(in: $0, path: path) }
    }
}
