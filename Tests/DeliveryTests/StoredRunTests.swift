import Delivery
import Testing
import Values

/// Runs of versions that were built before, beside others of their pipeline.
@Suite struct StoredRunTests {
    private let production = Bench.production

    private static let versions = ["c", "d", "e", "f"].enumerated().map { index, digit in
        Artifact.sample(Character(digit), version: "\(index + 1)")
    }

    /// Versions 1 and 2 are in service one after the other, released by runs 1 and 2.
    private func served(_ queue: QueuePolicy = .superseded, migrating reversible: Bool? = nil) throws -> SeveralRuns {
        var pipeline = Bench.pipeline(.sample(watch: .zero), gate: ApprovalRule())
        if let reversible {
            let step = Step(.migrate(MigrateStep(command: "./migrate", isReversible: reversible)))
            pipeline.stages[1].steps.insert(step, at: 0)
        }
        var runs = SeveralRuns(queue, of: pipeline)
        for number in 1...2 {
            try offer(number, &runs)
            try runs.order(.approve, run: number)
            if reversible != nil { try runs.migrate(number) }
            try runs.release(number)
            #expect(runs.result(number) == .succeeded)
        }
        return runs
    }

    /// Builds a run's version, so that it waits for its approval.
    private func offer(_ number: Int, _ runs: inout SeveralRuns) throws {
        try runs.start(number)
        try runs.build(number, Self.versions[number - 1])
        #expect(runs.phase(number) == .waiting)
    }

    private func order(_ choice: VersionOrder.Choice, over: Bool = false) -> VersionOrder {
        VersionOrder(choice, to: production, isAtOnce: true, reason: "it is slow", isOverMigration: over)
    }

    /// What waits for a person goes on waiting, holds a way back up as little, and can be released afterwards.
    @Test(arguments: [QueuePolicy.superseded, .queued])
    func aWayBackIsNoNewerChange(queue: QueuePolicy) throws {
        var runs = try served(queue)
        try offer(3, &runs)
        try runs.start(4, order(.previous))
        try runs.release(4)
        #expect(runs.result(4) == .succeeded)
        #expect(runs.ledger.stable(in: production)?.artifact.version == "1")
        #expect(runs.result(3) == nil)
        try runs.order(.approve, run: 3)
        #expect(runs.phase(3) == .waiting, "a person went back: a person is asked, knowing of it")
        try runs.order(.approve, run: 3)
        try runs.release(3)
        #expect(runs.result(3) == .succeeded)
    }

    /// Run 3 was superseded by run 4, which waits for its approval: both versions are ready.
    private func twoReady() throws -> SeveralRuns {
        var runs = try served()
        try offer(3, &runs)
        try offer(4, &runs)
        #expect(runs.result(3) == .superseded)
        return runs
    }

    /// One run at a time is in a stage; but what waits there is not thrown away.
    @Test func aReadyVersionWaitsItsTurn() throws {
        var runs = try twoReady()
        try runs.start(5, order(.named("3")))
        #expect(runs.cause(5) == .stageOccupied(by: RunNumber(4)))
        #expect(runs.result(4) == nil)
        try runs.order(.reject, run: 4)
        #expect(runs.phase(5) == .waiting)
        try runs.order(.approve, run: 5)
        try runs.release(5)
        #expect(runs.result(5) == .succeeded)
        let record = runs.ledger.environments[production]
        #expect(record?.stable?.artifact.version == "3")
        #expect(record?.stable?.origin == RunNumber(3))
        #expect(record?.ready.map(\.artifact.version) == ["4"], "it is newer, whatever the number of the run")
    }

    /// Who approved it saw something else in service.
    @Test func itDoesNotTakeThePlaceOfWhatCameMeanwhile() throws {
        var runs = try twoReady()
        try runs.start(5, order(.named("3")))
        try runs.order(.approve, run: 4)
        try runs.release(4)
        #expect(runs.result(4) == .succeeded)
        try runs.order(.approve, run: 5)
        #expect(runs.result(5) == .superseded)
        #expect(runs.ledger.stable(in: production)?.artifact.version == "4")
    }

    @Test func aMigrationThatHasBegunIsInTheWay() throws {
        var runs = try served(migrating: false)
        try offer(3, &runs)
        try runs.order(.approve, run: 3)
        #expect(throws: Refusal.self) { try runs.start(4, order(.previous)) }
        try runs.start(4, order(.previous, over: true))
        try runs.release(4)
        #expect(runs.result(4) == .succeeded)
        try runs.migrate(3)
        #expect(runs.phase(3) == .waiting, "it is asked again, knowing of the way back")
    }

    /// It waited for its approval while another run migrated.
    @Test func aMigrationMeanwhileIsInTheWay() throws {
        var runs = try served(migrating: false)
        let back = order(.named("1"), over: true)
        #expect(throws: Refusal.self) { try runs.start(3, order(.named("1"))) }
        try runs.start(3, back)
        #expect(runs.phase(3) == .waiting)
        try offer(4, &runs)
        try runs.order(.approve, run: 4)
        try runs.order(.approve, run: 3)
        try runs.release(3)
        #expect(runs.result(3) == .succeeded, "that it goes over migrations was said")
    }

    /// What is in service by now is itself.
    @Test func aWayBackThatBrokeDownBehindItsPromotionCanBeDoneAgain() throws {
        var runs = try served()
        try runs.start(3, order(.previous))
        try runs.release(3)
        var retried = try served()
        retried.ledger = runs.ledger
        #expect(retried.ledger.stable(in: production)?.run == RunNumber(3))
        var version = try #require(runs.runs[3]?.pipeline?.stored)
        version.replaces = Self.versions[1].digest
        try retried.start(3, releasing: version)
        try retried.release(3)
        #expect(retried.result(3) == .succeeded)
    }

    /// A file that nobody approved does not become what others are compared with.
    @Test func theRulesInServiceStay() throws {
        var runs = try served()
        let rules = runs.ledger.stable(in: production)?.rules
        var other = Bench.pipeline(.sample(watch: .zero))
        other.release = .automatic(acceptRisk: "a try")
        var edited = SeveralRuns(.superseded, of: other)
        edited.ledger = runs.ledger
        try edited.start(3, order(.previous))
        try edited.release(3)
        #expect(edited.result(3) == .succeeded)
        #expect(edited.ledger.stable(in: production)?.rules == rules)
        runs = edited
        #expect(rules != nil)
    }
}
