import Delivery
import Testing
import Values

@Suite struct CancelTests {
    private let production = Bench.production
    private let compile = StepID(stage: "build", index: 0)

    @Test func aCommandIsOverOnceItWasEnded() throws {
        var bench = try Bench.started()
        #expect(bench.state.effects == [.step(compile, .runCommand("make"))])
        let events = try bench.order(.cancel)
        #expect(events == [.run(.cancelRequested(by: Bench.ana, reason: nil))])
        #expect(bench.state.effects == [.step(compile, .stopCommand)])
        #expect(
            try bench.take(.step(compile, .ended(.signalled(15)))) == [
                .step(compile, .finished(result: .cancelled)),
                .stage("build", .finished(result: .cancelled)), .run(.finished(result: .cancelled, finding: nil)),
            ])
        #expect(bench.state.effects.isEmpty)
    }

    /// Nobody can tell whether it still runs: that is said, and not that it was cancelled.
    @Test func aCommandThatCannotBeEndedIsAnError() throws {
        var bench = try Bench.started()
        try bench.order(.cancel)
        try bench.take(.step(compile, .ended(.unknown(Problem(what: "ending it", why: "it lives on")))))
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
            try bench.take(.release(production, .trafficReturned(to: .blue)))
            try bench.take(.release(production, .drained(.green, cut: 0)))
            try bench.take(.release(production, .instance(.first, .stopped)))
            #expect(bench.state.result == .cancelled)
            #expect(bench.ledger.stable(in: production) == .old)
        }
    }

    @Test func aRollbackUnderWayKeepsItsReason() throws {
        var bench = try Bench.stopping()
        #expect(try bench.order(.cancel) == [.run(.cancelRequested(by: Bench.ana, reason: nil))])
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aCancelThatComesTooLateLetsTheReleaseEnd() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        try bench.order(.cancel)
        try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.result == .succeeded)
    }

    /// Its router may have begun to listen, whether the release heard of that or not.
    @Test func aFirstReleaseThatIsStillBeingPreparedLeavesNoRouterBehind() throws {
        var bench = try Bench.built(previous: nil)
        #expect(bench.phase == .preparing)
        try bench.order(.cancel)
        #expect(bench.state.effects.contains(.release(Bench.production, .closeRouter)))
        #expect(bench.state.result == nil)
        try bench.take(.release(Bench.production, .routerClosed))
        #expect(bench.state.result == .cancelled)
    }

    @Test func aFirstReleaseThatCannotBePreparedLeavesNoRouterBehind() throws {
        var bench = try Bench.built(previous: nil)
        try bench.fail(.release(Bench.production, .prepare))
        #expect(bench.state.effects.contains(.release(Bench.production, .closeRouter)))
        try bench.take(.release(Bench.production, .routerClosed))
        #expect(bench.state.result == .errored)
    }
}
