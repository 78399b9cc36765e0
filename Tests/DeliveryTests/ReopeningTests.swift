import Delivery
import Testing
import Values

/// Going on with a run that has ended badly.
@Suite struct ReopeningTests {
    private let compile = StepID(stage: "build", index: 0)

    private func broken(_ code: Int = 2) throws -> SeveralRuns {
        var runs = SeveralRuns(.superseded)
        try runs.start(1)
        try runs.take(.step(compile, .ended(.exited(code: code))), run: 1)
        #expect(runs.result(1) == .failed)
        return runs
    }

    @Test func retryDoesAgainWhatFailed() throws {
        var runs = try broken()
        try runs.order(.retry, run: 1)
        #expect(runs.phase(1) == .running)
        #expect(runs.runs[1]?.effects == [.step(compile, .runCommand("make"))])
        #expect(runs.runs[1]?.stepState(compile)?.attempt == 2)
        try runs.build(1)
        try runs.release(1)
        #expect(runs.result(1) == .succeeded)
    }

    @Test func skipGoesOnAsIfItHadSucceeded() throws {
        var runs = try broken()
        try runs.order(.skip, run: 1, reason: "flaky")
        #expect(runs.runs[1]?.stepState(compile)?.skippedBy == SeveralRuns.ana)
        #expect(runs.runs[1]?.stepState(compile)?.result == .failed)
        #expect(runs.runs[1]?.stepState(StepID(stage: "build", index: 1))?.phase == .running)
    }

    @Test func skippingWantsAReason() throws {
        var runs = try broken()
        #expect(throws: Refusal("say why it may be skipped (--reason): it is kept in the audit record")) {
            try runs.order(.skip, run: 1)
        }
    }

    @Test func whatFollowsNeedsCannotBeSkipped() throws {
        var runs = SeveralRuns(.superseded)
        try runs.start(1)
        try runs.take(.step(compile, .ended(.exited(code: 0))), run: 1)
        try runs.take(
            .step(StepID(stage: "build", index: 1), .errored(.makeArtifact(path: "dist", versionFrom: nil), .noRoute)),
            run: 1)
        #expect(throws: Refusal("artifact dist can't be skipped: what follows needs it; retry it")) {
            try runs.order(.skip, run: 1, reason: "who needs it")
        }
        try runs.order(.retry, run: 1)
        #expect(runs.phase(1) == .running)
    }

    /// Its instances are others than those of the first attempt, which may be about somewhere.
    @Test func aReleaseThatErroredIsBegunAnew() throws {
        var runs = SeveralRuns(.superseded)
        try runs.start(1)
        try runs.build(1)
        try runs.release(1, failing: true)
        #expect(runs.result(1) == .errored)
        try runs.order(.retry, run: 1)
        #expect(runs.runs[1]?.activeRelease?.plan.instances.map(\.attempt) == [2])
        try runs.release(1)
        #expect(runs.result(1) == .succeeded)
    }

    @Test func onlyWhatFailedIsReopened() throws {
        var runs = SeveralRuns(.superseded)
        try runs.start(1)
        #expect(throws: Refusal("run #1 has not ended")) { try runs.order(.retry, run: 1) }
        try runs.build(1)
        try runs.release(1)
        #expect(throws: Refusal("run #1 has succeeded; only what failed can be done again, start a new run")) {
            try runs.order(.retry, run: 1)
        }
    }

    @Test func aNewerRunIsNotHeldUp() throws {
        var runs = try broken()
        try runs.start(2)
        #expect(throws: Refusal("run #2 is newer and has come as far as build")) {
            try runs.order(.retry, run: 1)
        }
    }

    @Test func aRunIsNotOpenedAgainInAStageThatAnotherIsIn() throws {
        var runs = SeveralRuns(.queued)
        for number in 1...2 {
            try runs.start(number)
            try runs.take(.step(compile, .ended(.exited(code: 2))), run: number)
        }
        try runs.order(.retry, run: 1)
        #expect(throws: Refusal("run #1 is in build; order it again when that run has left it")) {
            try runs.order(.retry, run: 2)
        }
        try runs.build(1)
        try runs.order(.retry, run: 2)
        #expect(runs.phase(2) == .running)
    }

    /// What was ordered of a run before it ended is over with its end.
    @Test func aCancelledRunThatErroredIsDoneAgain() throws {
        var runs = SeveralRuns(.superseded)
        try runs.start(1)
        try runs.order(.cancel, run: 1)
        try runs.take(.step(compile, .ended(.unknown(.noRoute))), run: 1)
        #expect(runs.result(1) == .errored)
        try runs.order(.retry, run: 1)
        #expect(runs.phase(1) == .running)
        #expect(runs.runs[1]?.effects == [.step(compile, .runCommand("make"))])
    }

    @Test func othersWaitForAReopenedRun() throws {
        var runs = try broken()
        try runs.order(.retry, run: 1)
        try runs.start(2)
        #expect(runs.cause(2) == .stageOccupied(by: RunNumber(1)))
    }
}
