import Delivery
import Foundation
import GRDB
import SlipwayTesting
import StateDirectory
import Testing
import Values

@testable import Journal

@Suite struct JournalReaderTests {
    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    private func started(_ number: Int) -> Event { .stage(StageName("stage-\(number)"), .started) }

    @Test func pagesFollowOneAnotherWithoutGaps() async throws {
        let journal = try await Journal.open(in: state.directory)
        let records = try await journal.append((0..<600).map(started), run: RunNumber(1), at: .noon)
        let reader = journal.reader
        #expect(try await reader.events().all() == records)
        #expect(try await reader.events(after: 590).all() == Array(records[590...]))
        #expect(try await reader.events(after: 10, limit: 300).all() == Array(records[10..<310]))
        #expect(try await reader.events(limit: 0).all() == [])
        #expect(try await reader.events(after: 600).all() == [])
        try await journal.close()
    }

    @Test func eventsAreFoundByRunAndEnvironment() async throws {
        let journal = try await Journal.open(in: state.directory)
        let one = try await journal.append([started(1), .release("a", .retried)], run: RunNumber(1), at: .noon)
        let two = try await journal.append([.release("b", .retried), started(2)], run: RunNumber(2), at: .noon)
        let late = try await journal.append([.release("b", .retried)], run: RunNumber(1), at: .noon)
        let reader = journal.reader
        #expect(try await reader.events(run: RunNumber(1)).all() == one + late)
        #expect(try await reader.events(run: RunNumber(1), after: 2).all() == late)
        #expect(try await reader.events(run: RunNumber(3)).all() == [])
        #expect(try await reader.events(environment: "b").all() == [two[0]] + late)
        #expect(try await reader.latestEvents(run: RunNumber(1), limit: 2) == [one[1]] + late)
        #expect(try await reader.latestEvents(run: RunNumber(1), limit: -1) == [])
        #expect(
            try await reader.latestEventsWithoutSamples(run: RunNumber(1), before: late[0].sequence, limit: 1)
                == [one[1]])
        #expect(
            try await reader.latestEventsWithoutSamples(run: RunNumber(1), before: .max, limit: 9) == one + late)
        #expect(try await reader.latestEventsWithoutSamples(run: RunNumber(1), before: 1, limit: 9) == [])
        #expect(
            try await reader.runs() == [
                RunSpan(run: RunNumber(1), first: 1, last: 5), RunSpan(run: RunNumber(2), first: 3, last: 4),
            ])
        try await journal.close()
    }

    @Test func stateAndLedgerAreTheFoldsOfTheEvents() async throws {
        let journal = try await Journal.open(in: state.directory)
        let events = [
            .runStarted, .stageStarted, .releaseStarted, .trafficSampled, .promoted,
            .runFinished,
        ]
        .flatMap(\EventKind.samples)
        try await journal.append(events, run: RunNumber(128), at: .noon)

        var expected = RunState(number: RunNumber(128))
        var ledger = Ledger()
        for event in events {
            expected.apply(event, at: .noon)
            ledger.apply(event, run: RunNumber(128), at: .noon)
        }
        #expect(try await journal.reader.state(of: RunNumber(128)) == expected)
        #expect(try await journal.reader.state(of: RunNumber(1)) == nil)
        #expect(try await journal.reader.ledger() == ledger)
        #expect(ledger.stable(in: "production") == Sample.deployment)
        try await journal.close()
    }

    @Test func anotherProcessReadsWhileTheExecutorWrites() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await journal.append([started(0)], run: RunNumber(1), at: .noon)
        let reader = try await JournalReader.open(in: state.directory)
        async let seen = follow(reader, until: 100)
        for number in 1..<100 { try await journal.append([started(number)], run: RunNumber(1), at: .noon) }
        #expect(try await seen.map(\.event) == (0..<100).map(started))
        try await journal.close()
    }

    /// Reads until there are as many events; cancelled when the test fails before.
    private func follow(_ reader: JournalReader, until count: Int) async throws -> [EventRecord] {
        var seen: [EventRecord] = []
        while seen.count < count {
            for try await record in reader.events(after: seen.last?.sequence ?? 0) { seen.append(record) }
        }
        return seen
    }

    @Test func readerCannotWrite() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await journal.close()
        let before = try Data(contentsOf: URL(filePath: state.directory.journal))
        let reader = try await JournalReader.open(in: state.directory)
        #expect(try await reader.lastSequence() == 0)
        #expect(try Data(contentsOf: URL(filePath: state.directory.journal)) == before)
    }

    @Test func nothingToReadIsSaid() async throws {
        await #expect { try await JournalReader.open(in: state.directory) } throws: {
            ($0 as? JournalError)?.kind == .missing
        }
        #expect(!FileManager.default.fileExists(atPath: state.directory.journal))
    }

    @Test(arguments: [
        ("stageStarted", "garbage"), ("stageStarted", #"{"stage":1}"#), ("shipSunk", "{}"), (#"":1,"x"#, "{}"),
    ])
    func hostileRowIsNamed(type: String, data: String) async throws {
        let journal = try await Journal.open(in: state.directory)
        let records = try await journal.append([started(1)], run: RunNumber(1), at: .noon)
        try await journal.close()
        let checksum = EventChecksum(sequence: 2, milliseconds: 0, run: 1, environment: nil, type: type, data: data)
        let intruder = try DatabaseQueue(path: state.directory.journal)
        try await intruder.write { db in
            try db.execute(
                sql: "INSERT INTO events VALUES (2, 0, 1, NULL, ?, ?, ?)",
                arguments: [type, data, Data(checksum.bytes)])
        }

        let reader = try await JournalReader.open(in: state.directory)
        #expect(try await reader.events(limit: 1).all() == records)
        let error = await #expect(throws: JournalError.self) { try await reader.state(of: RunNumber(1)) }
        #expect(error?.kind == .unreadableEvent(sequence: 2))
        #expect(error?.description.contains("event 2 of \(state.directory.journal)") == true)
    }

    @Test(arguments: ["x'ff00', x'00ff'", "7, 1.5", "'stageStarted', '{}'"])
    func rowThatNobodyRecordedIsNamed(values: String) async throws {
        let journal = try await Journal.open(in: state.directory)
        try await journal.append([started(1)], run: RunNumber(1), at: .noon)
        try await journal.close()
        try await tamper(state.directory, "INSERT INTO events VALUES (2, 0, 1, NULL, \(values), x'00')")
        let reader = try await JournalReader.open(in: state.directory)
        let error = await #expect(throws: JournalError.self) { try await reader.state(of: RunNumber(1)) }
        #expect(error?.kind == .damagedEvent(sequence: 2))
    }

    @Test func columnsOfAnotherTypeDoNoHarm() async throws {
        try await Journal.open(in: state.directory).close()
        let intruder = try DatabaseQueue(path: state.directory.journal)
        try await intruder.write { db in
            try db.execute(
                sql: "INSERT INTO events VALUES (1, 'noon', 'one', NULL, 'retried', '{\"environment\":\"p\"}', x'00')")
        }
        let reader = try await JournalReader.open(in: state.directory)
        let error = await #expect(throws: JournalError.self) { try await reader.events().all() }
        #expect(error?.kind == .damagedEvent(sequence: 1))
        await #expect(throws: JournalError.self) { try await reader.runs() }
    }
}
