import Delivery
import Testing
import Values

/// Runs that meet at a stage, or at an environment.
@Suite struct QueueTests {
    @Test(arguments: [QueuePolicy.superseded, .queued])
    func oneRunAtATimeIsInAStage(queue: QueuePolicy) throws {
        var runs = SeveralRuns(queue)
        try runs.start(1)
        try runs.start(2)
        #expect(runs.phase(1) == .running)
        #expect(runs.phase(2) == .queued)
        #expect(runs.cause(2) == .stageOccupied(by: RunNumber(1)))
        try runs.build(1)
        #expect(runs.phase(2) == .running)
        #expect(runs.runs[2]?.hold == nil)
    }

    @Test func parallelRunsDoNotWaitForStages() throws {
        var runs = SeveralRuns(.parallel)
        try runs.start(1)
        try runs.start(2)
        #expect(runs.phase(1) == .running)
        #expect(runs.phase(2) == .running)
    }

    @Test func ofThoseThatWaitOnlyTheNewestStays() throws {
        var runs = SeveralRuns(.superseded)
        for number in 1...3 { try runs.start(number) }
        #expect(runs.phase(1) == .running)
        #expect(runs.result(2) == .superseded)
        #expect(runs.runs[2]?.supersededBy == RunNumber(3))
        #expect(runs.phase(3) == .queued)
    }

    @Test func queuedRunsKeepTheirOrder() throws {
        var runs = SeveralRuns(.queued)
        for number in 1...3 { try runs.start(number) }
        try runs.build(1)
        try runs.build(2)
        #expect(runs.cause(2) == .stageOccupied(by: RunNumber(1)))
        #expect(runs.phase(3) == .running)
        try runs.release(1)
        #expect(runs.result(1) == .succeeded)
        #expect(runs.runs[2]?.activeRelease != nil)
    }

    /// An approval for an old change is no longer asked for once a newer one has come as far.
    @Test func aNewerRunTakesOverTheApproval() throws {
        var runs = SeveralRuns(.superseded, gate: ApprovalRule())
        try runs.start(1)
        try runs.build(1)
        try runs.start(2)
        #expect(runs.phase(1) == .waiting)
        try runs.build(2)
        #expect(runs.result(1) == .superseded)
        #expect(runs.runs[2]?.waitingStage?.name == "production")
    }

    @Test func aRunAtWorkIsNeverSuperseded() throws {
        var runs = SeveralRuns(.superseded, gate: ApprovalRule())
        try runs.start(1)
        try runs.build(1)
        try runs.order(.approve, run: 1)
        try runs.start(2)
        try runs.build(2)
        #expect(runs.runs[1]?.activeRelease != nil)
        #expect(runs.cause(2) == .stageOccupied(by: RunNumber(1)))
    }

    @Test func anEnvironmentBelongsToOneRunAtATime() throws {
        var runs = SeveralRuns(.parallel)
        for number in 1...3 { try runs.start(number) }
        for number in [1, 3, 2] { try runs.build(number) }
        #expect(runs.runs[1]?.activeRelease != nil)
        #expect(runs.cause(2) == .environmentLocked("production", by: RunNumber(1)))
        #expect(runs.phase(3) == .queued)
        try runs.release(1)
        #expect(runs.runs[2]?.activeRelease != nil)
        #expect(runs.runs[3]?.activeRelease == nil)
    }

    /// What came first but is done last is the older version: nobody gets it back by accident.
    @Test func anOlderRunNeverReplacesANewerVersion() throws {
        var runs = SeveralRuns(.parallel)
        try runs.start(1)
        try runs.start(2)
        try runs.build(2)
        try runs.release(2)
        try runs.build(1)
        #expect(runs.result(2) == .succeeded)
        #expect(runs.result(1) == .superseded)
        #expect(runs.ledger.stable(in: "production")?.run == RunNumber(2))
    }

    /// A run can be recorded after one that was given the next number.
    @Test func anOlderRunWaitsForANewerOneThatWaitsForItsApproval() throws {
        var runs = SeveralRuns(.queued, gate: ApprovalRule())
        try runs.start(2)
        try runs.build(2)
        #expect(runs.runs[2]?.waitingStage?.name == "production")
        try runs.start(1)
        try runs.build(1)
        #expect(runs.cause(1) == .stageOccupied(by: RunNumber(2)))
        try runs.order(.approve, run: 2)
        try runs.release(2)
        #expect(runs.runs[1]?.waitingStage?.name == "production")
    }

    @Test func cancellingAQueuedRunLetsTheNextOneGoOn() throws {
        var runs = SeveralRuns(.queued)
        for number in 1...3 { try runs.start(number) }
        try runs.order(.cancel, run: 2)
        #expect(runs.result(2) == .cancelled)
        try runs.build(1)
        #expect(runs.phase(3) == .running)
    }
}
