import Delivery
import Testing

@Suite struct RollbackTests {
    private let production = Bench.production

    /// From every phase: what a rollback wants first, and nothing else of what was under way.
    @Test func trafficComesFirst() throws {
        let exposed = [try Bench.shifting(), try Bench.baking(), try Bench.promoting(), try Bench.promoted()]
        for var bench in exposed {
            try bench.order(.rollBack)
            #expect(bench.state.effects.first == .returnTraffic(production, to: .blue))
            #expect(!bench.state.effects.contains { $0.changesExposure })
        }
    }

    @Test func withoutExposureTheInstancesJustStop() throws {
        for var bench in [try Bench.starting(), try Bench.attaching()] {
            try bench.order(.rollBack)
            #expect(bench.state.effects.contains(.stopInstance(production, .first, within: .seconds(10))))
            try bench.take(.instanceStopped(production, .first))
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
        let withdrawn = try bench.take(.trafficReturned(production, to: .blue), after: .milliseconds(3))
        #expect(withdrawn == [.withdrawn(environment: production, took: .milliseconds(3), confirmed: true)])
        #expect(bench.state.effects.contains(.drain(production, .green)))
        try bench.take(.drained(production, .green, cut: 0))
        try bench.take(.instanceStopped(production, .first))
        #expect(bench.state.result == .rolledBack)
        #expect(bench.ledger.stable(in: production) == .old)
    }

    @Test func aRollbackAfterPromotionRestoresThePreviousVersion() throws {
        var bench = try Bench.promoted()
        #expect(bench.ledger.stable(in: production)?.artifact == .new)
        try bench.order(.rollBack)
        try bench.take(.trafficReturned(production, to: .blue))
        try bench.take(.drained(production, .green, cut: 0))
        try bench.take(.instanceStopped(production, .first))
        #expect(bench.ledger.stable(in: production) == .old)
        #expect(bench.ledger.environments[production]?.previous == nil)
    }

    @Test func theOtherSlotsDrainIsPassedOver() throws {
        var bench = try Bench.promoted(.sample(keepOld: .zero))
        #expect(bench.phase == .draining)
        try bench.order(.rollBack)
        try bench.take(.trafficReturned(production, to: .blue))
        #expect(try bench.take(.drained(production, .blue, cut: 0)).isEmpty)
        #expect(bench.phase == .draining)
    }

    @Test func aWithdrawalThatFailsIsTriedAgain() throws {
        var bench = try Bench.withdrawing()
        let events = try bench.fail(.returnTraffic(production, to: .blue))
        let due = bench.now + .milliseconds(500)
        #expect(events == [.retryScheduled(environment: production, problem: .noRoute, at: due)])
        #expect(!bench.state.effects.contains(.returnTraffic(production, to: .blue)))
        #expect(bench.state.nextDeadline(after: bench.now) == due)
        try bench.take(.tick, after: .milliseconds(500))
        #expect(bench.state.effects.contains(.returnTraffic(production, to: .blue)))
    }

    @Test func aLeaseThatIsCertainlyOverWithdraws() throws {
        var bench = try Bench.withdrawing()
        try bench.fail(.returnTraffic(production, to: .blue))
        #expect(try bench.take(.tick, after: Lease.certainlyOver + .milliseconds(-1)).count == 1)
        let events = try bench.take(.tick, after: .milliseconds(1))
        #expect(events == [.withdrawn(environment: production, took: Lease.certainlyOver, confirmed: false)])
        #expect(bench.phase == .draining)
    }

    /// The router may have made the candidate stable, and then no lease returns anything.
    @Test func withoutALeaseNothingIsTouched() throws {
        var bench = try Bench.promoting()
        try bench.fail(.promoteRoute(production, .green))
        #expect(bench.phase == .withdrawing)
        try bench.take(.tick, after: Lease.certainlyOver)
        #expect(bench.state.result == .errored)
        #expect(bench.state.effects.isEmpty)
        #expect(bench.ledger.stable(in: production) == .old)
    }

    @Test func anInstanceThatDoesNotStopIsGivenUp() throws {
        var bench = try Bench.stopping()
        let stop = Effect.stopInstance(production, .first, within: .seconds(10))
        for _ in 1...4 {
            try bench.fail(stop)
            try bench.take(.tick, after: .milliseconds(500))
        }
        let events = try bench.fail(stop)
        #expect(events.first == .instanceAbandoned(environment: production, instance: .first, problem: .noRoute))
        #expect(bench.state.result == .rolledBack)
    }

    @Test func aDrainThatFailsHoldsNothingUp() throws {
        var bench = try Bench.withdrawing()
        try bench.take(.trafficReturned(production, to: .blue))
        let events = try bench.fail(.drain(production, .green))
        #expect(events == [.drained(environment: production, slot: .green, cut: nil)], "nobody knows what was cut off")
        #expect(bench.phase == .stopping)
    }

    @Test func aFirstReleaseThatIsTakenBackFails() throws {
        var bench = try Bench.attaching(previous: nil)
        try bench.order(.rollBack)
        try bench.take(.instanceStopped(production, .firstInBlue))
        #expect(bench.state.effects == [.closeRouter(production)])
        try bench.take(.routerClosed(production))
        #expect(bench.state.result == .failed)
        #expect(bench.ledger.stable(in: production) == nil)
    }

    /// The promotion may have reached the router: requests in flight are let to end.
    @Test func aFirstReleaseIsDrainedIfItMayHaveTraffic() throws {
        var bench = try Bench.shifting(previous: nil)
        try bench.fail(.promoteRoute(production, .blue))
        #expect(bench.state.effects.first == .drain(production, .blue))
        try bench.take(.drained(production, .blue, cut: 0))
        try bench.take(.instanceStopped(production, .firstInBlue))
        try bench.take(.routerClosed(production))
        #expect(bench.state.result == .errored)
    }
}

extension Effect {
    var changesExposure: Bool {
        switch self {
        case .shiftTraffic, .promoteRoute, .holdLease, .attachCandidate: true
        default: false
        }
    }
}
