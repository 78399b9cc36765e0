import Delivery
import Foundation
import GRDB
import Judge
import Simulator
import SlipwayTesting
import Testing
import Values

@testable import Journal

@Suite struct RetentionTests {
    private let state: TemporaryState
    private let later = Timestamp.noon + .seconds(3600)

    init() throws {
        state = try TemporaryState()
    }

    @Test func samplesGoFirstAndTheStateStays() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...3, samples: 2500, to: journal)
        let before = try await journal.reader.state(of: RunNumber(1))
        #expect(before?.release?.health.stable.outcomes.requests == 2500 * 950)
        let policy = RetentionPolicy(samples: .seconds(60), runs: 10)
        #expect(try await journal.prune(keeping: policy, at: .noon + .seconds(59)) == RetentionReport())

        let report = try await journal.prune(keeping: policy, at: later)
        #expect(report.thinned == [1, 2, 3].map { RunNumber($0) })
        #expect(report.removed == [])
        #expect(report.events == 7500)
        #expect(try await journal.reader.state(of: RunNumber(1)) == before)
        #expect(try await journal.reader.events(run: RunNumber(1)).all().count == 6)
        #expect(try await journal.reader.isWhole(RunNumber(1)) == false)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        #expect(try await journal.prune(keeping: policy, at: later) == RetentionReport())
        try await journal.close()
    }

    @Test func oldRunsGoButTheLedgerStays() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...6, samples: 4, to: journal)
        let (ledger, last) = (try await journal.reader.ledger(), journal.lastSequence)
        let policy = RetentionPolicy(samples: .seconds(1_000_000), runs: 1)
        let report = try await journal.prune(keeping: policy, at: later)
        // The previous version is run 5: users may get it back.
        #expect(report.removed == (1...4).map { RunNumber($0) })
        #expect(try await journal.reader.runs().map(\.run.value) == [5, 6])
        #expect(journal.lastSequence == last)
        try await journal.close()

        // Whatever a snapshot says, the events that are left add up to the same.
        try await tamper(state.directory, "DELETE FROM snapshots")
        let reopened = try await Journal.open(in: state.directory)
        #expect(try await reopened.reader.ledger() == ledger)
        #expect(try await reopened.reader.unfinishedRuns() == [])
        #expect(try await reopened.reader.integrityProblem(.full) == nil)
        #expect(reopened.nextRunNumber == RunNumber(7))
        let records = try await reopened.append([.stage("a", .started)], run: RunNumber(7), at: later)
        #expect(records.map(\.sequence) == [last + 1])
        try await reopened.close()
    }

    @Test func aRemovedRunSaysSo() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...4, to: journal)
        try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 1), at: later)
        await #expect { try await journal.reader.state(of: RunNumber(1)) } throws: {
            ($0 as? JournalError)?.kind == .removed(run: RunNumber(1))
        }
        let types = try await journal.reader.events(run: RunNumber(1)).all().map { EventKind($0.event) }
        #expect(types == [.runStarted, .releaseStarted, .promoted, .releaseFinished, .runFinished])
        try await journal.close()
    }

    @Test func whatWasRemovedIsPassedOver() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...5, to: journal)
        let kept = try await journal.reader.events(run: RunNumber(4)).all()
        try await journal.prune(keeping: RetentionPolicy(samples: .seconds(1_000_000), runs: 2), at: later)
        #expect(try await journal.reader.events(run: RunNumber(4)).all() == kept)
        #expect(try await journal.reader.events().all().prefix(3).map(\.sequence) == [1, 2, 7])
        try await journal.close()
    }

    @Test func anUnfinishedRunIsNeverTouched() async throws {
        let journal = try await Journal.open(in: state.directory)
        let events = History.events(of: RunNumber(1), samples: 5).dropLast()
        let records = try await journal.append(Array(events), run: RunNumber(1), at: .noon)
        try await History.append(2...4, to: journal)
        try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 1), at: later)
        #expect(try await journal.reader.events(run: RunNumber(1)).all() == records)
        #expect(try await journal.reader.unfinishedRuns() == [RunNumber(1)])
        try await journal.close()
    }

    @Test func anInterruptedPruneIsCompleted() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...4, samples: 3, to: journal)
        try await journal.close()
        try await tamper(
            state.directory,
            """
            INSERT INTO retention (run, extent) VALUES (1, 'landmarks'), (3, 'withoutSamples');
            DELETE FROM events WHERE run IN (1, 3) AND type = 'trafficSampled' AND seq % 2
            """)
        let reopened = try await Journal.open(in: state.directory)
        let report = try await reopened.prune(keeping: RetentionPolicy(samples: .seconds(9e9), runs: 9), at: later)
        #expect(report.removed == [RunNumber(1)])
        #expect(report.thinned == [RunNumber(3)])
        #expect(try await reopened.reader.integrityProblem(.full) == nil)
        #expect(try await reopened.reader.events(run: RunNumber(3)).all().count == 6)
        try await reopened.close()
    }

    @Test(arguments: [
        "DELETE FROM events WHERE run = 2", "DELETE FROM events WHERE run = 3", "DELETE FROM events WHERE run = 1",
        "DELETE FROM events WHERE type = 'runFinished'", "DELETE FROM retention",
        "INSERT INTO retention (run, extent) VALUES (3, 'landmarks')", "DELETE FROM landmarks",
        "UPDATE events SET run = 1", "INSERT INTO retention (run, extent) VALUES (2, 'nothing')",
    ])
    func nothingButRetentionDeletes(sql: String) async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...2, to: journal)
        try await journal.append([History.sample, History.sample], run: RunNumber(3), at: .noon)
        try await journal.prune(keeping: RetentionPolicy(samples: .seconds(1_000_000), runs: 1), at: later)
        try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 2), at: later)
        let before = try await journal.reader.events().all()
        await #expect { try await tamper(state.directory, sql) } throws: {
            ($0 as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
        }
        #expect(try await journal.reader.events().all() == before)
        try await journal.close()
    }

    @Test func theLastEventStaysEvenIfItIsASample() async throws {
        let journal = try await Journal.open(in: state.directory)
        try await History.append(1...1, to: journal)
        try await journal.append([History.sample], run: RunNumber(1), at: .noon)
        try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: 1), at: later)
        #expect(try await journal.reader.lastSequence() == journal.lastSequence)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()
    }

    /// What a finished run leaves in the ledger is made of its landmarks.
    @Test func onlyLandmarksChangeTheLedgerForGood() throws {
        for event in EventKind.allCases.flatMap(\.samples) {
            let type = try EventCoding.encode(event).type
            guard !Landmark.types.contains(type) else { continue }
            #expect(overview(of: [event]) == overview(of: []), "\(type)")
        }
    }

    private func overview(of events: [Event]) -> Overview {
        var overview = Overview()
        let all = [Touchstone.events[0]] + events + [.run(.finished(result: .succeeded, finding: nil))]
        for event in all {
            overview.take(EventRecord(sequence: 1, time: .noon, run: RunNumber(1), event: event))
        }
        return overview
    }

    @Test(arguments: 1...6)
    func pruningNeverChangesTheTruth(seed: UInt64) async throws {
        let journal = try await Journal.open(in: state.directory)
        for number in 1...5 {
            let run = RunNumber(number)
            for record in Rollout.run(Scenario(ofOneRun: seed * 100 + UInt64(number))).records {
                try await journal.appendLater([record.event], run: run, at: record.time)
            }
        }
        try await journal.flush()
        let (ledger, unfinished) = (try await journal.reader.ledger(), try await journal.reader.unfinishedRuns())
        for kept in [3, 2, 1] {
            let end = Timestamp(milliseconds: 1 << 50)
            try await journal.prune(keeping: RetentionPolicy(samples: .zero, runs: kept), at: end)
            #expect(try await journal.reader.ledger() == ledger)
            #expect(try await journal.reader.unfinishedRuns() == unfinished)
            #expect(try await journal.reader.integrityProblem(.full) == nil)
        }
        try await journal.close()
    }
}
