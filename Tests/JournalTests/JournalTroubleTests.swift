import Delivery
import Foundation
import GRDB
import SlipwayTesting
import StateDirectory
import Testing
import Values

@testable import Journal

/// The disk is full, read-only or damaged.
@Suite struct JournalTroubleTests {
    private let state: TemporaryState
    private let limit = ByteCount(bytes: 400 * 1024)

    init() throws {
        state = try TemporaryState()
    }

    /// Appends until there is no room left.
    private func fill(_ journal: Journal) async throws -> JournalError? {
        for number in 1...1000 {
            do {
                try await History.append(number...number, samples: 100, to: journal)
            } catch let error as JournalError {
                return error
            }
        }
        return nil
    }

    @Test func aFullDiskIsSaidAndLosesNothing() async throws {
        let journal = try await Journal.open(in: state.directory, sizeLimit: limit)
        let error = try #require(try await fill(journal))
        #expect(error.kind == .diskFull)
        #expect(error.description.contains("free some space"))
        let last = journal.lastSequence
        #expect(try await journal.reader.lastSequence() == last)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()

        // With room again, it goes on with the next number.
        let relieved = try await Journal.open(in: state.directory)
        let run = relieved.nextRunNumber
        #expect(try await relieved.append([History.sample], run: run, at: .noon).map(\.sequence) == [last + 1])
        try await relieved.close()
    }

    @Test func aFullJournalContinuesOnceItIsPruned() async throws {
        let journal = try await Journal.open(in: state.directory, sizeLimit: limit)
        let error = try #require(try await fill(journal))
        #expect(error.kind == .diskFull)
        let last = journal.lastSequence
        let report = try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 100), at: .noon)
        #expect(report.events > 100)
        let events = Array(repeating: History.sample, count: 100)
        let records = try await journal.append(events, run: journal.nextRunNumber, at: .noon)
        #expect(records.first?.sequence == last + 1)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()
    }

    @Test func whatWaitsIsWrittenOnceThereIsRoom() async throws {
        let journal = try await Journal.open(in: state.directory, sizeLimit: limit)
        _ = try await fill(journal)
        // Also the room that the last batch was too large for.
        while (try? await journal.append([History.sample], run: RunNumber(1), at: .noon)) != nil {}
        let (last, run) = (journal.lastSequence, journal.nextRunNumber)
        try await journal.appendLater(Array(repeating: History.sample, count: 90), run: run, at: .noon)
        await #expect { try await journal.append([.stage("a", .started)], run: run, at: .noon) } throws: {
            ($0 as? JournalError)?.kind == .diskFull
        }
        try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 100), at: .noon)
        try await journal.append([.stage("b", .started)], run: run, at: .noon)
        let events = try await journal.reader.events(after: last).all().map(\.event)
        #expect(events == Array(repeating: History.sample, count: 90) + [.stage("b", .started)])
        try await journal.close()
    }

    @Test func aDiskThatBecomesReadOnlyIsSaid() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...1, to: journal)
        try await journal.database.inTurn { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect { try await History.append(2...2, to: journal) } throws: {
            ($0 as? JournalError)?.kind == .notWritable
        }
        try await journal.database.inTurn { try $0.execute(sql: "PRAGMA query_only = OFF") }
        try await History.append(2...2, to: journal)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()
    }

    @Test(.disabled(if: geteuid() == 0, "root may read everything"))
    func aFileThatMayNotBeReadIsSaid() async throws {
        try await Journal.open(in: state.directory).close()
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: state.directory.journal)
        let error = await #expect(throws: JournalError.self) { try await JournalReader.open(in: state.directory) }
        #expect(error?.kind == .notReadable)
    }

    /// SQLite has to write beside a file that it only reads, unless its writer left the files for that behind.
    @Test(.disabled(if: geteuid() == 0, "root may write everywhere"))
    func readingInAReadOnlyDirectoryIsSaidToBeImpossible() async throws {
        try await Journal.open(in: state.directory).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: state.directory.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state.directory.path) }
        let error = await #expect(throws: JournalError.self) {
            try await JournalReader.open(in: state.directory).runs()
        }
        #expect(error?.kind == .notWritable)
    }

    @Test func damageIsFoundByTheCheck() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...20, samples: 20, to: journal)
        try await journal.close()
        let file = try FileHandle(forUpdating: URL(filePath: state.directory.journal))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 40_000))
        try file.close()
        let reader = try await JournalReader.open(in: state.directory)
        for check in IntegrityCheck.allCases { #expect(try await reader.integrityProblem(check) != nil) }
    }

    @Test func aDamagedSnapshotIsFound() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...1, to: journal)
        try await journal.close()
        try await tamper(state.directory, "UPDATE snapshots SET data = x'00' WHERE subject = 'run 1'")
        let reader = try await JournalReader.open(in: state.directory)
        for check in IntegrityCheck.allCases {
            #expect(try await reader.integrityProblem(check) == "the snapshot of run 1 is damaged")
        }
    }

    @Test func missingEventsAreFound() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...2, to: journal)
        try await journal.close()
        try await tamper(state.directory, "DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE seq = 4")
        let reader = try await JournalReader.open(in: state.directory)
        for check in IntegrityCheck.allCases {
            #expect(try await reader.integrityProblem(check) == "1 of 18 events are missing")
        }
    }
}
