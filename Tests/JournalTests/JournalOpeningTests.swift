import Delivery
import Foundation
import GRDB
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite struct JournalOpeningTests {
    private let state: TemporaryState
    private var path: String { state.directory.journal }

    init() throws {
        state = try TemporaryState()
    }

    /// What opening says, for writing and for reading; `nil` is no error.
    private func kinds() async -> [JournalError.Kind?] {
        let directory = state.directory
        return [
            await kind { () throws(JournalError) in try await Journal.open(in: directory).close() },
            await kind { () throws(JournalError) in _ = try await JournalReader.open(in: directory) },
        ]
    }

    private func kind(_ open: () async throws(JournalError) -> Void) async -> JournalError.Kind? {
        do {
            try await open()
            return nil
        } catch {
            return error.kind
        }
    }

    private func execute(_ sql: String) async throws {
        try await DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test func allFilesArePrivate() async throws {
        let state = try TemporaryState(prepared: false)
        let journal = try await Journal.open(in: state.directory)
        try await journal.append([.stage("build", .started)], run: RunNumber(1), at: .noon)
        #expect(try permissions(of: state.directory.path) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: state.directory.path)
        #expect(names.contains("journal.sqlite-wal"))
        for name in names {
            #expect(try permissions(of: "\(state.directory.path)/\(name)") == 0o600, "\(name)")
        }
        try await journal.close()
    }

    @Test func newerFormatIsRefused() async throws {
        try await Journal.open(in: state.directory).close()
        try await execute("PRAGMA user_version = 6")
        #expect(await kinds() == [.newer(format: 6), .newer(format: 6)])
    }

    @Test func anotherProgramsDatabaseIsLeftAsItIs() async throws {
        try await execute("CREATE TABLE songs (title TEXT)")
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(await kinds() == [.foreign, .foreign])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func textIsNoJournal() async throws {
        try Data(repeating: UInt8(ascii: "x"), count: 5000).write(to: URL(filePath: path))
        #expect(await kinds() == [.foreign, .foreign])
    }

    @Test func emptyFileBecomesAJournalOnlyWhenOpenedForWriting() async throws {
        try Data().write(to: URL(filePath: path))
        await #expect { try await JournalReader.open(in: state.directory) } throws: {
            ($0 as? JournalError)?.kind == .missing
        }
        #expect(await kinds() == [nil, nil])
    }

    @Test func damageIsReportedWithWhatToDo() async throws {
        let journal = try await Journal.open(in: state.directory)
        let event = Event.stage(StageName(String(repeating: "x", count: 200)), .started)
        try await journal.append(Array(repeating: event, count: 500), run: RunNumber(1), at: .noon)
        try await journal.close()
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 40_000))
        try file.close()

        let error = await #expect(throws: JournalError.self) {
            let reader = try await JournalReader.open(in: state.directory)
            return try await reader.events().all()
        }
        #expect(error?.kind == .corrupted)
        #expect(error?.description.contains("sqlite3 \(path) .recover") == true)
    }

    @Test(arguments: [Int64.max, -1])
    func impossibleNumbersAreDamage(run: Int64) async throws {
        try await Journal.open(in: state.directory).close()
        try await execute("INSERT INTO events VALUES (1, 0, \(run), NULL, 'retried', '{\"environment\":\"p\"}', x'00')")
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        #expect(error?.kind == .corrupted)
    }

    @Test func aFileInTheWayOfTheDirectoryIsNamed() async throws {
        let file = "\(state.directory.path)/file"
        try Data().write(to: URL(filePath: file))
        for directory in [file, "\(file)/below"] {
            let error = await #expect(throws: JournalError.self) {
                try await Journal.open(in: StateDirectory(path: directory))
            }
            #expect(error?.kind == .notADirectory)
            #expect(error?.description.contains(directory) == true)
        }
    }

    @Test func aDirectoryThatCannotBeMadeIsReported() async throws {
        #if os(Linux)
            let directory = StateDirectory(path: "/proc/slipway")
        #else
            let directory = StateDirectory(path: "/System/slipway")
        #endif
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: directory) }
        #expect(error?.kind == .notWritable)
    }

    @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
    func aReadOnlyDirectoryIsReported() async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: state.directory.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state.directory.path) }
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        #expect(error?.kind == .notWritable)
    }

    @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
    func aReadOnlyFileIsReported() async throws {
        try await Journal.open(in: state.directory).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        #expect(error?.kind == .notWritable)
    }

    @Test func aSymbolicLinkIsNotFollowed() async throws {
        let elsewhere = "\(state.directory.path)/elsewhere"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        #expect(error?.kind == .notWritable)
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
    }

    #if os(Linux)
        /// Without its lock another process would take the last reader's log away, and it would read a damaged file.
        @Test func whoeverReadsKeepsItsLockWhenTheSameProcessWrites() async throws {
            let state = try TemporaryState()
            try await Journal.open(in: state.directory).close()
            let reader = try await JournalReader.open(in: state.directory)
            _ = try await reader.runs()
            try await Journal.open(in: state.directory).close()
            let file = open(state.directory.journal, O_RDWR | O_CLOEXEC)
            // Closing it drops this process's own locks: only after the question.
            defer { close(file) }
            var lock = flock()
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            // fcntl_locking(2): a lock of the open file meets those of processes, this one's too. No constant of Swift's.
            let getLock: Int32 = 36
            #expect(fcntl(file, getLock, &lock) == 0)
            #expect(lock.l_type != Int16(F_UNLCK))
            #expect(try await reader.runs().isEmpty)
        }
    #endif
}
