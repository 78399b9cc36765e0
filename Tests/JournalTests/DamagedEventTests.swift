import Delivery
import Foundation
import GRDB
import SlipwayTesting
import StateDirectory
import Testing

@testable import Journal

/// One bit in the file, or an end that is gone: noticed by the check, and by whoever reads there.
@Suite struct DamagedEventTests {
    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    private func record(_ runs: ClosedRange<Int>) async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(runs, to: journal)
        try await journal.close()
    }

    private static let free = "DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_deleted; "

    /// What can change in a row: each in the third event of the second run.
    @Test(arguments: [
        "data = replace(data, '1.42.0', '1.46.0')", "time = time + 1", "run = 1", "environment = 'staging'",
        "type = 'releasePrepared'", "checksum = x'00'", "checksum = NULL",
        "checksum = (SELECT checksum FROM events WHERE seq = 10)",
    ])
    func aChangedEventIsNamed(change: String) async throws {
        try await record(1...2)
        try await tamper(state.directory, Self.free + "UPDATE events SET \(change) WHERE seq = 11")
        try await tamper(state.directory, "DELETE FROM snapshots")
        let reader = try await JournalReader.open(in: state.directory)
        for check in IntegrityCheck.allCases {
            #expect(try await reader.integrityProblem(check)?.contains("event 11 of") == true)
        }
        let error = await #expect(throws: JournalError.self) { try await reader.events().all() }
        #expect(error?.kind == .damagedEvent(sequence: 11))
        await #expect(throws: JournalError.self) { try await reader.ledger() }
    }

    @Test func swappedEventsAreNoticed() async throws {
        try await record(1...1)
        try await tamper(
            state.directory,
            Self.free
                + "UPDATE events SET seq = 100 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 5;"
                + "UPDATE events SET seq = 5 WHERE seq = 100")
        let reader = try await JournalReader.open(in: state.directory)
        #expect(try await reader.integrityProblem()?.contains("event 4 of") == true)
    }

    /// As when the file beside the journal is removed that holds what SQLite has not moved yet.
    @Test func aLostEndIsNoticedAndItsNumbersAreNotGivenAgain() async throws {
        try await record(1...2)
        try await tamper(state.directory, Self.free + "DELETE FROM events WHERE seq > 7")
        let loss = try #require(try await JournalReader.open(in: state.directory).loss())
        #expect(loss.after == 7)
        #expect(loss.through == 18)
        let error = await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        #expect(error?.kind == .eventsLost(loss))
        #expect(error?.description.contains("events 8 to 18 are missing") == true)
        #expect(error?.description.contains("--accept-lost-events") == true)

        let accepted = try await Journal.acceptLoss(
            in: state.directory, by: Sample.ana, reason: "no copy", at: .noon)
        #expect(accepted == loss)
        let journal = try await Journal.open(in: state.directory)
        try await History.append(3...3, to: journal)
        let records = try await journal.reader.events(after: 7).all()
        #expect(records.map(\.sequence) == Array(19...28))
        #expect(records.first?.event == .eventsLost(after: 7, through: 18, by: Sample.ana, reason: "no copy"))
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        #expect(try await journal.reader.loss() == nil)
        try await journal.close()
        await #expect(throws: (any Error).self) { try await tamper(state.directory, "DELETE FROM losses") }
    }

    @Test(arguments: [
        "environments/production/run/blue-1/run-4-1", "environments/production/run/blue-0/4-1", "runs/4/build-1",
    ])
    func aRunThatHasBegunAndIsNotKnownIsALoss(directory: String) async throws {
        try await record(1...2)
        try FileManager.default.removeItem(atPath: state.directory.journalHead)
        try FileManager.default.createDirectory(
            atPath: "\(state.directory.path)/\(directory)", withIntermediateDirectories: true)
        let loss = try #require(try await JournalReader.open(in: state.directory).loss())
        #expect(loss.run == RunNumber(4))
        await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
        _ = try await Journal.acceptLoss(in: state.directory, by: Sample.ana, reason: "no copy", at: .noon)
        let journal = try await Journal.open(in: state.directory)
        #expect(journal.nextRunNumber == RunNumber(5))
        try await journal.close()
    }

    /// As when an executor is killed while it fetches.
    @Test func theSourceOfARunThatCouldNotBeginIsNoLoss() async throws {
        try await record(1...2)
        let source = "\(try state.directory.prepare(run: RunNumber(3)))/source"
        try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
        let journal = try await Journal.open(in: state.directory)
        #expect(journal.nextRunNumber == RunNumber(3))
        #expect(try await journal.reader.loss() == nil)
        try await journal.close()
    }

    /// A copy from before the events had checksums is an older copy as well.
    @Test func anOlderCopyInAnEarlierFormatIsALoss() async throws {
        try await record(1...3)
        try FileManager.default.removeItem(atPath: state.directory.journal)
        let folder = try #require(Bundle.module.url(forResource: "foundation", withExtension: nil))
        try FileManager.default.copyItem(
            atPath: folder.appending(path: "waiting.sqlite").path, toPath: state.directory.journal)
        let loss = try #require(try await JournalReader.open(in: state.directory).loss())
        #expect(loss.after == 10)
        #expect(loss.through == 27)
        await #expect(throws: JournalError.self) { try await Journal.open(in: state.directory) }
    }

    @Test func nothingIsLostWhileSomebodyWrites() async throws {
        let journal = try await Journal.open(in: state.directory)
        let reader = try await JournalReader.open(in: state.directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await History.append(1...60, to: journal) }
            for _ in 0..<60 { #expect(try await reader.loss() == nil) }
            try await group.waitForAll()
        }
        try await journal.close()
    }
}
