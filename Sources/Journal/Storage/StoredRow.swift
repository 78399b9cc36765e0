import Delivery
import Foundation
import GRDB
import Values

/// One row of the table `events` as the file has it. The file may hold anything, so nothing is taken for granted.
struct StoredRow {
    private let sequence: Int64
    private let milliseconds: Int64
    private let run: Int
    private let type: String
    private let data: String

    /// What to select, by what the file's format has.
    static func columns(_ db: Database) throws -> String {
        let columns = "seq, time, run, type, data"
        guard try JournalSchema.hasChecksums(db) else { return columns }
        return columns + ", environment, checksum, seq >= (SELECT first FROM checksums)"
    }

    /// The record in a row of ``columns(_:)``.
    ///
    /// - Throws: ``JournalError`` that names the event which is damaged or can't be read.
    static func record(in row: Row, path: String) throws(JournalError) -> EventRecord {
        let stored = try StoredRow(row, path: path)
        do {
            let event = try EventCoding.decode(CodedEvent(type: stored.type, data: stored.data))
            return EventRecord(
                sequence: stored.sequence, time: Timestamp(milliseconds: stored.milliseconds),
                run: stored.run > 0 ? RunNumber(stored.run) : nil, event: event)
        } catch {
            throw JournalError(.unreadableEvent(sequence: stored.sequence), path: path, detail: "\(error)")
        }
    }

    /// Reads a row, and holds it against its checksum where it has to have one.
    init(_ row: Row, path: String) throws(JournalError) {
        guard let sequence = Int64.fromDatabaseValue(row[0]) else {
            throw JournalError(.corrupted, path: path, detail: "an event has no number")
        }
        guard let milliseconds = Int64.fromDatabaseValue(row[1]), let run = Int.fromDatabaseValue(row[2]),
            let type = String.fromDatabaseValue(row[3]), let data = String.fromDatabaseValue(row[4])
        else {
            throw JournalError(.damagedEvent(sequence: sequence), path: path, detail: "a column has the wrong type")
        }
        self.sequence = sequence
        self.milliseconds = milliseconds
        self.run = run
        self.type = type
        self.data = data
        try check(row, path: path)
    }

    private func check(_ row: Row, path: String) throws(JournalError) {
        // Before a file has checksums there is nothing to hold an event against.
        guard row.count > 5 else { return }
        let stored = Data.fromDatabaseValue(row[6])
        if stored == nil, Bool.fromDatabaseValue(row[7]) == false { return }
        let right = EventChecksum(
            sequence: sequence, milliseconds: milliseconds, run: Int64(run),
            environment: String.fromDatabaseValue(row[5]), type: type, data: data)
        guard let stored, [UInt8](stored) == right.bytes else {
            throw JournalError(
                .damagedEvent(sequence: sequence), path: path, detail: "it is not what its checksum says")
        }
    }
}
