import Delivery
import Foundation
import GRDB
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite struct JournalTests {
    private let state: TemporaryState
    private let run = RunNumber(1)
    private let sample = Event.release("production", .trafficSampled(sample: Sample.traffic))

    init() throws {
        state = try TemporaryState()
    }

    @Test func everyKindIsReadAsItWasAppended() async throws {
        let journal = try await Journal.open(in: state.directory)
        let events = EventKind.allCases.flatMap(\.samples)
        let records = try await journal.append(events, run: run, at: .noon)
        #expect(records.map(\.event) == events)
        #expect(records.map(\.sequence) == (1...Int64(events.count)).map(\.self))
        #expect(try await journal.reader.events().all() == records)
        try await journal.close()
    }

    @Test func eventsOutliveTheJournalThatWroteThem() async throws {
        let first = try await Journal.open(in: state.directory)
        #expect(first.lastSequence == 0)
        #expect(first.nextRunNumber == RunNumber(1))
        var records = try await first.append([.stage("build", .started)], run: RunNumber(4), at: .noon)
        try await first.close()

        let second = try await Journal.open(in: state.directory)
        #expect(second.lastSequence == 1)
        #expect(second.nextRunNumber == RunNumber(5))
        records += try await second.append(
            [.run(.finished(result: .failed, finding: nil))], run: RunNumber(4), at: .noon)
        #expect(try await second.reader.events().all() == records)
        #expect(records.map(\.sequence) == [1, 2])
        try await second.close()
    }

    @Test func samplesWaitForTheNextDurableEventAndStayInOrder() async throws {
        let journal = try await Journal.open(in: state.directory)
        var records = try await journal.appendLater([sample, sample], run: run, at: .noon)
        #expect(records.map(\.sequence) == [1, 2])
        #expect(journal.lastSequence == 2)
        #expect(try await journal.reader.lastSequence() == 0)

        records += try await journal.append([.release("production", .retried)], run: run, at: .noon)
        records += try await journal.appendLater([sample], run: run, at: .noon)
        #expect(try await journal.reader.events().all() == Array(records.prefix(3)))

        try await journal.flush()
        #expect(try await journal.reader.events().all() == records)
        #expect(records.map(\.sequence) == [1, 2, 3, 4])
        try await journal.close()
    }

    @Test func samplesAreWrittenWhenEnoughWait() async throws {
        let journal = try await Journal.open(in: state.directory, batchLimit: 3)
        for expected in [0, 0, 3, 3, 3, 6] as [Int64] {
            try await journal.appendLater([sample], run: run, at: .noon)
            #expect(try await journal.reader.lastSequence() == expected)
        }
        try await journal.close()
    }

    @Test func closingWritesWhatWaitsAndEndsTheWriting() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await journal.appendLater([sample], run: run, at: .noon)
        try await journal.close()
        try await journal.close()
        await #expect { try await journal.append([self.sample], run: self.run, at: .noon) } throws: {
            ($0 as? JournalError)?.kind == .closed
        }
        let reader = try await JournalReader.open(in: state.directory)
        #expect(try await reader.events().all().map(\.event) == [sample])
    }

    @Test func aClosedJournalIsOneFileAndTheNumberOfItsLastEvent() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...3, to: journal)
        _ = try await journal.reader.ledger()
        try await journal.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: state.directory.path)
        #expect(names.sorted() == ["journal.head", "journal.sqlite"])
    }

    @Test func manyTasksGetNumbersWithoutGaps() async throws {
        let journal = try await Journal.open(in: state.directory, batchLimit: 7)
        let (run, sample) = (run, sample)
        let records = try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    number.isMultiple(of: 3)
                        ? try await journal.append([sample, sample], run: run, at: .noon)
                        : try await journal.appendLater([sample], run: run, at: .noon)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try await journal.flush()
        #expect(records.map(\.sequence).sorted() == Array(1...80))
        #expect(try await journal.reader.lastSequence() == 80)
        #expect(try await journal.reader.integrityProblem() == nil)
        try await journal.close()
    }

    @Test func cancelledTaskHasItsEventRecordedAllTheSame() async throws {
        let journal = try await Journal.open(in: state.directory)
        let (run, sample) = (run, sample)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await journal.append([sample], run: run, at: .noon)
        }
        #expect(try await task.value.map(\.sequence) == [1])
        #expect(try await journal.reader.lastSequence() == 1)
        try await journal.close()
    }

    @Test func refusedAppendLeavesTheJournalAsItWas() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await journal.append([sample], run: run, at: .noon)
        try await journal.appendLater([sample], run: run, at: .noon)
        try await tamper(state.directory, "INSERT INTO events VALUES (2, 0, 1, NULL, 'stageStarted', '{}', x'00')")
        await #expect { try await journal.append([self.sample], run: self.run, at: .noon) } throws: {
            ($0 as? JournalError)?.kind == .conflict
        }
        #expect(journal.lastSequence == 2)
        #expect(try await journal.reader.lastSequence() == 2)
    }

    @Test(arguments: [
        "UPDATE events SET data = '{}'", "DELETE FROM events",
        "INSERT INTO events VALUES (3, 0, 1, NULL, 'stageStarted', '{}', x'00')",
        "INSERT INTO events VALUES (2, 0, 1, NULL, 'stageStarted', '{}', NULL)",
        "INSERT OR REPLACE INTO events VALUES (1, 0, 1, NULL, 'stageStarted', '{}', x'00')",
        "UPDATE checksums SET first = 100",
    ])
    func historyCannotBeRewritten(sql: String) async throws {
        let journal = try await Journal.open(in: state.directory)
        let records = try await journal.append([sample], run: run, at: .noon)
        let other = try DatabaseQueue(path: state.directory.journal)
        await #expect { try await other.write { try $0.execute(sql: sql) } } throws: {
            ($0 as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
        }
        #expect(try await journal.reader.events().all() == records)
        try await journal.close()
    }
}
