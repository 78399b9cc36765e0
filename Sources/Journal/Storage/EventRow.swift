import Delivery
import Foundation
import GRDB
import Values

/// One row of the table `events`.
struct EventRow: Sendable {
    let sequence: Int64
    let time: Timestamp
    /// 0 in the file where there is none: runs are numbered from 1.
    let run: RunNumber?
    let environment: EnvironmentName?
    let coded: CodedEvent

    func insert(into db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO events (seq, time, run, environment, type, data, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            sequence, time.milliseconds, run?.value ?? 0, environment?.rawValue, coded.type, coded.data,
            Data(checksum.bytes),
        ])
    }

    private var checksum: EventChecksum {
        EventChecksum(
            sequence: sequence, milliseconds: time.milliseconds, run: Int64(run?.value ?? 0),
            environment: environment?.rawValue, type: coded.type, data: coded.data)
    }
}
