import Delivery
import Testing

@Suite struct LeaseTests {
    private let production = Bench.production

    @Test func aLostLeaseClosesTheShareFirst() throws {
        var bench = try Bench.baking()
        let events = try bench.take(.leaseLost(production))
        #expect(
            events == [
                .leaseLost(environment: production), .trafficShifting(environment: production, to: .none),
            ])
        #expect(bench.release?.split == Share.none)
        #expect(bench.state.effects.contains(.shiftTraffic(production, to: .none)))
        #expect(!bench.state.effects.contains(.holdLease(production)))
    }

    @Test func afterALostLeaseTheStepBakesFromZero() throws {
        var bench = try Bench.baking()
        try bench.serve(99, after: .seconds(9))
        try bench.take(.leaseLost(production))
        let events = try bench.take(.shifted(production, to: .none))
        #expect(events.last == .trafficShifting(environment: production, to: .five))
        try bench.take(.shifted(production, to: .five))
        #expect(bench.release?.bakedRequests == 0)
    }

    @Test func aHaltedReleaseStaysClosed() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        try bench.take(.leaseLost(production))
        #expect(try bench.take(.shifted(production, to: .none)).count == 1)
        #expect(try bench.order(.resume).last == .trafficShifting(environment: production, to: .five))
    }

    @Test func aRollbackNeedsNoLease() throws {
        var bench = try Bench.withdrawing()
        #expect(!bench.state.effects.contains(.holdLease(production)))
        #expect(try bench.take(.leaseLost(production)).isEmpty)
    }

    @Test func aPromotedReleaseNeedsNoLease() throws {
        let bench = try Bench.promoted()
        #expect(!bench.state.effects.contains(.holdLease(production)))
    }

    /// The lease is renewed by an executor that works: what was open while it stood still was judged by nobody.
    @Test(arguments: [(Duration.seconds(7), false), (.seconds(8), true), (.seconds(3600), true)])
    func whatWasOpenWhileNobodyWorkedIsProvedAgain(pause: Duration, isClosed: Bool) throws {
        var bench = try Bench.baking()
        let events = try bench.take(.stoodStill(for: pause), after: pause)
        #expect(events.contains(.trafficShifting(environment: production, to: .none)) == isClosed)
        #expect(!events.contains { if case .stepPassed = $0 { isClosed } else { false } })
    }

    @Test func whereNothingIsOpenNothingIsLost() throws {
        var bench = try Bench.starting(.sample())
        #expect(try bench.take(.stoodStill(for: .seconds(3600))).isEmpty)
    }

    /// The candidate's users are with stable again: that is told, and the promotion goes on all the same.
    @Test func oneThatIsLostOnTheWayToEverythingIsTold() throws {
        var bench = try Bench.promoting()
        #expect(try bench.take(.leaseLost(production)) == [.leaseLost(environment: production)])
        #expect(bench.release?.split == Share.none)
        #expect(bench.state.effects.contains(.promoteRoute(production, .green)))
        #expect(try bench.take(.leaseLost(production)).isEmpty, "it is told once")
    }

    @Test func aFirstReleaseHasNoShareToLose() throws {
        var bench = try Bench.shifting(previous: nil)
        #expect(bench.phase == .promoting)
        #expect(try bench.take(.leaseLost(production)).isEmpty)
    }

    // MARK: - Nobody judged for a while

    /// Whether the lease ran out meanwhile is for the router to say.
    @Test func whatNobodyWatchedIsClosed() throws {
        var bench = try Bench.baking()
        try bench.serve(99, after: .seconds(9))
        let closing = Event.trafficShifting(environment: production, to: .none)
        #expect(try bench.take(.leftUnwatched(production)) == [closing])
        #expect(bench.release?.split == .five, "until the router has confirmed it")
        #expect(try bench.take(.leftUnwatched(production)).isEmpty, "it is decided once")
        #expect(try bench.take(.leaseLost(production)).first == .leaseLost(environment: production))
        #expect(
            try bench.take(.shifted(production, to: .none)).last
                == .trafficShifting(environment: production, to: .five))
        #expect(bench.release?.bakedRequests == 0)
    }

    @Test func aStepOnItsWayThatNobodyWatchesIsClosed() throws {
        var bench = try Bench.shifting()
        #expect(
            try bench.take(.leftUnwatched(production)) == [.trafficShifting(environment: production, to: .none)])
    }

    @Test func whereNobodyHasAShareThereIsNothingToClose() throws {
        for var bench in [try Bench.attaching(), try Bench.promoting(), try Bench.promoted(), try Bench.withdrawing()] {
            #expect(try bench.take(.leftUnwatched(production)).isEmpty)
        }
        var halted = try Bench.baking()
        try halted.order(.halt)
        try halted.take(.leaseLost(production))
        try halted.take(.shifted(production, to: .none))
        #expect(try halted.take(.leftUnwatched(production)).isEmpty)
    }
}
