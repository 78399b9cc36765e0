import Delivery
import Foundation
import GRDB
import Simulator
import SlipwayTesting
import StateDirectory
import Testing
import Values

@testable import Journal

@Suite struct SnapshotTests {
    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    /// The folds of all events, which no snapshot can have touched.
    private func slowFolds(_ reader: JournalReader, _ run: RunNumber) async throws -> (RunState, Overview) {
        var state = RunState(number: run)
        var overview = Overview()
        for try await record in reader.events() {
            if record.run == run { state.take(record) }
            overview.take(record)
        }
        return (state, overview)
    }

    /// Not only equal: of the same bits, also where a number is equal to another.
    private func expectSame<Value: Encodable & Equatable>(_ left: Value?, _ right: Value) throws {
        #expect(left == right)
        let encoder = EventCoding.makeEncoder()
        #expect(try left.map(encoder.encode) == encoder.encode(right))
    }

    @Test(arguments: 1...12)
    func aSnapshotAndTheRestAreTheWholeFold(seed: UInt64) async throws {
        let records = Rollout.run(seed: seed).records
        let run = try #require(records.first?.run)
        let cuts = Set([1, records.count / 3, records.count / 2, Int(seed) * 37 % records.count, records.count - 1])
        let journal = try await Journal.open(in: state.directory)
        for (index, record) in records.enumerated() {
            try await journal.appendLater([record.event], run: record.run, at: record.time)
            guard cuts.contains(index) else { continue }
            try await journal.flush()
            try await journal.snapshots.take(.run(run))
            try await journal.snapshots.take(.journal)
        }
        try await journal.flush()
        await journal.snapshots.settle()
        let (slowState, slowOverview) = try await slowFolds(journal.reader, run)
        try expectSame(try await journal.reader.state(of: run), slowState)
        try expectSame(try await journal.reader.ledger(), slowOverview.ledger)
        #expect(try await journal.reader.unfinishedRuns() == slowOverview.unfinished)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()
    }

    @Test func snapshotsAreTakenAsEventsCome() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...1, samples: 10, to: journal)
        let open = History.events(of: RunNumber(2), samples: 1500).dropLast()
        for event in open { try await journal.appendLater([event], run: RunNumber(2), at: .noon) }
        try await journal.close()
        let count = try await number(in: state.directory, "SELECT count(*) FROM snapshots")
        #expect(count == 3)
        let unread = try await number(
            in: state.directory, "SELECT (SELECT max(seq) FROM events) - seq FROM snapshots WHERE subject = 'run 2'")
        #expect(try #require(unread) <= 1000)
        let reader = try await JournalReader.open(in: state.directory)
        #expect(try await reader.unfinishedRuns() == [RunNumber(2)])
    }

    @Test func openingReadsOnlyWhatCameAfterTheSnapshot() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...3, samples: 5, to: journal)
        try await journal.close()
        // Unreadable from now on: whoever read an event that a snapshot stands for would notice.
        try await tamper(
            state.directory,
            """
            DROP TRIGGER events_are_not_changed;
            UPDATE events SET data = 'x' WHERE seq < (SELECT max(seq) FROM events)
            """)
        let reopened = try await Journal.open(in: state.directory)
        #expect(reopened.nextRunNumber == RunNumber(4))
        #expect(try await reopened.reader.ledger().stable(in: "production")?.run == RunNumber(3))
        #expect(try await reopened.reader.state(of: RunNumber(3))?.result == .succeeded)
        #expect(try await reopened.reader.runs().count == 3)
        for check in IntegrityCheck.allCases {
            #expect(try await reopened.reader.integrityProblem(check)?.contains("event 1 of") == true)
        }
        try await reopened.close()
    }

    @Test(arguments: [
        "UPDATE snapshots SET data = replace(data, 'succeeded', 'failed')", "UPDATE snapshots SET data = 'garbage'",
        "UPDATE snapshots SET fingerprint = 'another version'", "UPDATE snapshots SET seq = 1",
        "UPDATE snapshots SET seq = 9e15", "UPDATE snapshots SET seq = 'one', checksum = x'00'",
        "UPDATE snapshots SET subject = 'run 2' WHERE subject = 'run 1'", "DELETE FROM snapshots",
    ])
    func aSnapshotThatCannotBeTrustedIsPassedOver(sql: String) async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...1, to: journal)
        try await journal.close()
        try await tamper(state.directory, sql)
        let reader = try await JournalReader.open(in: state.directory)
        let (slowState, slowOverview) = try await slowFolds(reader, RunNumber(1))
        try expectSame(try await reader.state(of: RunNumber(1)), slowState)
        try expectSame(try await reader.ledger(), slowOverview.ledger)
    }

    @Test func aWrongSnapshotWithTheRightSealIsFound() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...2, to: journal)
        await journal.snapshots.settle()
        var folding = Folding.run(RunNumber(1))
        folding.sequence = 9
        let forged = try #require(try Snapshot(folding))
        try await journal.database.write { try forged.store(in: $0) }
        #expect(try await journal.reader.integrityProblem(.quick) == nil)
        #expect(try await journal.reader.integrityProblem(.full)?.contains("run 1") == true)
        try await journal.close()
    }

    @Test func theTouchstoneHasEveryKindOfEvent() {
        #expect(Set(Touchstone.events.map(EventKind.init)) == Set(EventKind.allCases))
    }

    @Test func everyEventOfTheTouchstoneShowsInTheFingerprint() async throws {
        let whole = try #require(SnapshotFingerprint.current)
        #expect(SnapshotFingerprint.fingerprint(of: Touchstone.events) == whole)
        await withTaskGroup(of: Void.self) { group in
            for index in Touchstone.events.indices {
                group.addTask {
                    var events = Touchstone.events
                    events.remove(at: index)
                    #expect(SnapshotFingerprint.fingerprint(of: events) != whole, "\(Touchstone.events[index])")
                }
            }
        }
    }

    @Test func aJournalOfTheFirstFormatIsReadAndUpgraded() async throws {
        let database = try DatabaseQueue(path: state.directory.journal)
        let coded = try History.events(of: RunNumber(1), samples: 2).map(EventCoding.encode)
        try await database.write { db in
            try JournalSchema.create(db)
            for (index, event) in coded.enumerated() {
                try db.execute(
                    sql: "INSERT INTO events VALUES (?, 0, 1, NULL, ?, ?)",
                    arguments: [index + 1, event.type, event.data])
            }
        }
        try database.close()
        let reader = try await JournalReader.open(in: state.directory)
        let before = try await reader.state(of: RunNumber(1))
        #expect(before?.result == .succeeded)
        #expect(try await reader.integrityProblem(.full) == nil)

        let journal = try await Journal.open(in: state.directory)
        try await History.append(2...2, to: journal)
        try await journal.close()
        #expect(try await reader.state(of: RunNumber(1)) == before)
        #expect(try await reader.runs().map(\.run.value) == [1, 2])
        #expect(try await reader.integrityProblem(.full) == nil)
    }
}
