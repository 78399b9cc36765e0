import Delivery
import Testing
import Values

@Suite struct RollbackTests {
    private let production = Bench.production

    /// From every phase: what a rollback wants first, and nothing else of what was under way.
    @Test func trafficComesFirst() throws {
        let exposed = [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()]
        for var bench in exposed {
            try bench.order(.rollBack)
            #expect(bench.state.effects.first == .release(production, .returnTraffic(to: .blue)))
            #expect(!bench.state.effects.contains { $0.changesExposure })
        }
    }

    @Test func withoutExposureTheInstancesJustStop() throws {
        for var bench in [try Bench.starting(), try Bench.attaching()] {
            try bench.order(.rollBack)
            #expect(bench.state.effects.contains(.release(production, .stopInstance(.first, within: .seconds(10)))))
            try bench.take(.release(production, .instance(.first, .stopped)))
            #expect(bench.state.result == .rolledBack)
        }
    }

    @Test func beforeAnythingStartedThereIsNothingToStop() throws {
        var bench = try Bench.built()
        try bench.order(.rollBack)
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aRollbackDrainsThenStops() throws {
        var bench = try Bench.withdrawing()
        let withdrawn = try bench.take(.release(production, .trafficReturned(to: .blue)), after: .milliseconds(3))
        #expect(withdrawn == [.release(production, .withdrawn(took: .milliseconds(3), confirmed: true))])
        #expect(bench.state.effects.contains(.release(production, .drain(.green))))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .rolledBack)
        #expect(bench.ledger.stable(in: production) == .old)
    }

    @Test func aRollbackAfterPromotionRestoresThePreviousVersion() throws {
        var bench = try Bench.promoted()
        #expect(bench.ledger.stable(in: production)?.artifact == .new)
        try bench.order(.rollBack)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.ledger.stable(in: production) == .old)
        #expect(bench.ledger.environments[production]?.previous == nil)
    }

    @Test func theOtherSlotsDrainIsPassedOver() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        #expect(bench.phase == .draining)
        try bench.order(.rollBack)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        #expect(try bench.take(.release(production, .drained(.blue, cut: 0))).isEmpty)
        #expect(bench.phase == .draining)
    }

    @Test func aWithdrawalThatFailsIsTriedAgain() throws {
        var bench = try Bench.withdrawing()
        let events = try bench.fail(.release(production, .returnTraffic(to: .blue)))
        let due = bench.now + .milliseconds(500)
        #expect(events == [.release(production, .retryScheduled(problem: .noRoute, at: due))])
        #expect(!bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
        #expect(bench.state.nextDeadline(after: bench.now) == due)
        try bench.take(.tick, after: .milliseconds(500))
        #expect(bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
    }

    @Test func aLeaseThatIsCertainlyOverWithdraws() throws {
        var bench = try Bench.withdrawing()
        try bench.fail(.release(production, .returnTraffic(to: .blue)))
        #expect(try bench.take(.tick, after: DeadManSwitch.haproxy.certainlyOver + .milliseconds(-1)).count == 1)
        let events = try bench.take(.tick, after: .milliseconds(1))
        #expect(
            events == [.release(production, .withdrawn(took: DeadManSwitch.haproxy.certainlyOver, confirmed: false))])
        #expect(bench.phase == .draining)
    }

    /// The router may have made the candidate stable, and then no lease returns anything.
    @Test func withoutALeaseNothingIsTouched() throws {
        var bench = try Bench.promoting()
        try bench.fail(.release(production, .promoteRoute(.green)))
        #expect(bench.phase == .withdrawing)
        try bench.take(.tick, after: DeadManSwitch.haproxy.certainlyOver)
        #expect(bench.state.result == .errored)
        #expect(bench.state.effects.isEmpty)
        #expect(bench.ledger.stable(in: production) == .old)
    }

    @Test func anInstanceThatDoesNotStopIsGivenUp() throws {
        var bench = try Bench.stopping()
        let stop = Effect.release(production, .stopInstance(.first, within: .seconds(10)))
        for _ in 1...4 {
            try bench.fail(stop)
            try bench.take(.tick, after: .milliseconds(500))
        }
        let events = try bench.fail(stop)
        #expect(events.first == .release(production, .instance(.first, .abandoned(problem: .noRoute))))
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aDrainThatFailsHoldsNothingUp() throws {
        var bench = try Bench.withdrawing()
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        let events = try bench.fail(.release(production, .drain(.green)))
        #expect(events == [.release(production, .drained(slot: .green, cut: nil))], "nobody knows what was cut off")
        #expect(bench.phase == .stopping)
    }

    @Test func aFirstReleaseThatIsTakenBackFails() throws {
        var bench = try Bench.attaching(previous: nil)
        try bench.order(.rollBack)
        try bench.take(.release(production, .instance(.firstInBlue, .stopped)))
        #expect(bench.state.effects == [.release(production, .closeRouter)])
        try bench.take(.release(production, .routerClosed))
        #expect(bench.state.result == .failed)
        #expect(bench.ledger.stable(in: production) == nil)
    }

    /// The promotion may have reached the router: requests in flight are let to end.
    @Test func aFirstReleaseIsDrainedIfItMayHaveTraffic() throws {
        var bench = try Bench.shifting(previous: nil)
        try bench.fail(.release(production, .promoteRoute(.blue)))
        #expect(bench.state.effects.first == .release(production, .drain(.blue)))
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        try bench.take(.release(production, .instance(.firstInBlue, .stopped)))
        try bench.take(.release(production, .routerClosed))
        #expect(bench.state.result == .errored)
    }
}

extension Effect {
    var changesExposure: Bool {
        switch self {
        case .release(_, .shiftTraffic), .release(_, .promoteRoute), .release(_, .holdLease),
            .release(_, .attachCandidate):
            true
        default: false
        }
    }
}
