import Delivery
import GRDB

/// One row of the table `events`.
struct EventRow: Sendable {
    let sequence: Int64
    let time: Timestamp
    /// 0 in the file where there is none: runs are numbered from 1.
    let run: RunNumber?
    let environment: EnvironmentName?
    let coded: CodedEvent

    static let columns = "seq, time, run, type, data"

    func insert(into db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO events (seq, time, run, environment, type, data) VALUES (?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            sequence, time.milliseconds, run?.value ?? 0, environment?.rawValue, coded.type, coded.data,
        ])
    }

    /// The record in a row of ``columns``. The file may hold anything, so nothing is taken for granted.
    ///
    /// - Throws: ``JournalError`` that names the event which can't be read.
    static func record(in row: Row, path: String) throws(JournalError) -> EventRecord {
        guard let sequence = Int64.fromDatabaseValue(row[0]) else {
            throw JournalError(.corrupted, path: path, detail: "an event has no number")
        }
        guard let time = Int64.fromDatabaseValue(row[1]), let run = Int.fromDatabaseValue(row[2]),
            let type = String.fromDatabaseValue(row[3]), let data = String.fromDatabaseValue(row[4])
        else {
            throw JournalError(.unreadableEvent(sequence: sequence), path: path, detail: "a column has the wrong type")
        }
        do {
            let event = try EventCoding.decode(CodedEvent(type: type, data: data))
            return EventRecord(
                sequence: sequence, time: Timestamp(milliseconds: time), run: run > 0 ? RunNumber(run) : nil,
                event: event)
        } catch {
            throw JournalError(.unreadableEvent(sequence: sequence), path: path, detail: "\(error)")
        }
    }
}
