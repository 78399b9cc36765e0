import Delivery
import Testing

@Suite struct CancelTests {
    private let production = Bench.production
    private let compile = StepID(stage: "build", index: 0)

    @Test func aCommandIsOverOnceItWasEnded() throws {
        var bench = try Bench.started()
        #expect(bench.state.effects == [.runCommand(compile, command: "make")])
        let events = try bench.order(.cancel)
        #expect(events == [.cancelRequested(by: Bench.ana, reason: nil)])
        #expect(bench.state.effects == [.stopCommand(compile)])
        #expect(
            try bench.take(.commandEnded(compile, .signalled(15))) == [
                .stepFinished(step: compile, result: .cancelled, detail: nil),
                .stageFinished(stage: "build", result: .cancelled), .runFinished(result: .cancelled, finding: nil),
            ])
        #expect(bench.state.effects.isEmpty)
    }

    /// Nobody can tell whether it still runs: that is said, and not that it was cancelled.
    @Test func aCommandThatCannotBeEndedIsAnError() throws {
        var bench = try Bench.started()
        try bench.order(.cancel)
        try bench.take(.commandEnded(compile, .unknown(Problem(what: "ending it", why: "it lives on"))))
        #expect(bench.state.result == .errored)
    }

    @Test func aWaitingRunEndsAtOnce() throws {
        var bench = try Bench.built(gate: ApprovalRule(expires: .seconds(60)))
        try bench.order(.cancel)
        #expect(bench.state.result == .cancelled)
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
    }

    @Test func anUnpreparedReleaseEndsAtOnce() throws {
        var bench = try Bench.built()
        try bench.order(.cancel)
        #expect(bench.state.result == .cancelled)
    }

    @Test func anExposedReleaseIsTakenBackFirst() throws {
        for var bench in [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()] {
            try bench.order(.cancel)
            #expect(bench.phase == .withdrawing)
            try bench.take(.trafficReturned(production, to: .blue))
            try bench.take(.drained(production, .green, cut: 0))
            try bench.take(.instanceStopped(production, .first))
            #expect(bench.state.result == .cancelled)
            #expect(bench.ledger.stable(in: production) == .old)
        }
    }

    @Test func aRollbackUnderWayKeepsItsReason() throws {
        var bench = try Bench.stopping()
        #expect(try bench.order(.cancel) == [.cancelRequested(by: Bench.ana, reason: nil)])
        try bench.take(.instanceStopped(production, .first))
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aCancelThatComesTooLateLetsTheReleaseEnd() throws {
        var bench = try Bench.promoted(.sample(keepOld: .zero))
        try bench.take(.drained(production, .blue, cut: 0))
        try bench.order(.cancel)
        try bench.take(.instanceStopped(production, .old))
        #expect(bench.state.result == .succeeded)
    }

    /// Its router may have begun to listen, whether the release heard of that or not.
    @Test func aFirstReleaseThatIsStillBeingPreparedLeavesNoRouterBehind() throws {
        var bench = try Bench.built(previous: nil)
        #expect(bench.phase == .preparing)
        try bench.order(.cancel)
        #expect(bench.state.effects.contains(.closeRouter(Bench.production)))
        #expect(bench.state.result == nil)
        try bench.take(.routerClosed(Bench.production))
        #expect(bench.state.result == .cancelled)
    }

    @Test func aFirstReleaseThatCannotBePreparedLeavesNoRouterBehind() throws {
        var bench = try Bench.built(previous: nil)
        try bench.fail(.prepare(Bench.production))
        #expect(bench.state.effects.contains(.closeRouter(Bench.production)))
        try bench.take(.routerClosed(Bench.production))
        #expect(bench.state.result == .errored)
    }
}
