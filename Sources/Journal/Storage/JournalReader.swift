import Delivery
import Foundation
import GRDB
import Posix
import StateDirectory
import Values

/// Reads recorded events: in the executor beside its writing, or in another process while the executor writes.
public struct JournalReader: Sendable {
    /// The journal's file.
    public let path: String
    let database: any DatabaseReader

    init(path: String, database: any DatabaseReader) {
        self.path = path
        self.database = database
    }

    private static func isFile(_ path: String) throws(JournalError) -> Bool {
        do { return try FileKind.of(path) == .file } catch { throw JournalError(error) }
    }

    /// Opens a journal that only ever is read; it changes nothing, and waits for no writer.
    ///
    /// - Throws: ``JournalError`` when there is no journal yet, or it can't be read.
    public static func open(in directory: StateDirectory) async throws(JournalError) -> JournalReader {
        let path = directory.journal
        return try await Offloaded.run { () throws(JournalError) in
            guard try isFile(path) else { throw JournalError(.missing, path: path) }
            guard access(path, R_OK) == 0 else {
                throw JournalError(.notReadable, path: path, detail: SystemCallError.reason(of: errno))
            }
            do {
                let database = try DatabaseQueue(path: path, configuration: .reading(path))
                return JournalReader(path: path, database: database)
            } catch {
                throw JournalError(error, path: path)
            }
        }
    }

    /// The number of the last event; 0 when there is none.
    ///
    /// - Throws: ``JournalError`` when the file can't be read, as all that follow.
    public func lastSequence() async throws(JournalError) -> Int64 {
        try await read { try Int64.fetchOne($0, sql: "SELECT max(seq) FROM events") ?? 0 }
    }

    /// Events after the one numbered `after`, at most `limit`.
    public func events(after: Int64 = 0, limit: Int? = nil) -> EventPages {
        EventPages(reader: self, query: EventQuery(after: after), limit: limit)
    }

    /// Events of one run after the one numbered `after`, at most `limit`.
    public func events(run: RunNumber, after: Int64 = 0, limit: Int? = nil) -> EventPages {
        EventPages(reader: self, query: EventQuery(run: run, after: after), limit: limit)
    }

    /// Events of all releases into one environment, whichever run they belong to.
    public func events(environment: EnvironmentName, after: Int64 = 0, limit: Int? = nil) -> EventPages {
        EventPages(reader: self, query: EventQuery(environment: environment, after: after), limit: limit)
    }

    /// The last events of a run, at most `limit`, in the order in which they happened.
    public func latestEvents(run: RunNumber, limit: Int) async throws(JournalError) -> [EventRecord] {
        try await read { try EventQuery(run: run).fetch($0, limit: limit, newest: true, path: path) }
    }

    func page(of query: EventQuery, limit: Int) async throws(JournalError) -> [EventRecord] {
        try await read { try query.fetch($0, limit: limit, path: path) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw JournalError(error, path: path)
        }
    }
}
