import Delivery
import Testing
import Values

@Suite struct LeaseTests {
    private let production = Bench.production

    @Test func aLostLeaseClosesTheShareFirst() throws {
        var bench = try Bench.baking()
        let events = try bench.take(.release(production, .leaseLost))
        #expect(
            events == [
                .release(production, .leaseLost), .release(production, .trafficShifting(to: .none)),
            ])
        #expect(bench.release?.split == Share.none)
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .none))))
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
    }

    @Test func afterALostLeaseTheStepBakesFromZero() throws {
        var bench = try Bench.baking()
        try bench.serve(99, after: .seconds(9))
        try bench.take(.release(production, .leaseLost))
        let events = try bench.take(.release(production, .shifted(to: .none)))
        #expect(events.last == .release(production, .trafficShifting(to: .five)))
        try bench.take(.release(production, .shifted(to: .five)))
        #expect(bench.release?.bakedRequests == 0)
    }

    @Test func aHaltedReleaseStaysClosed() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        try bench.take(.release(production, .leaseLost))
        #expect(try bench.take(.release(production, .shifted(to: .none))).count == 1)
        #expect(try bench.order(.resume).last == .release(production, .trafficShifting(to: .five)))
    }

    @Test func aRollbackNeedsNoLease() throws {
        var bench = try Bench.withdrawing()
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
        #expect(try bench.take(.release(production, .leaseLost)).isEmpty)
    }

    @Test func aPromotedReleaseNeedsNoLease() throws {
        let bench = try Bench.promoted()
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
    }

    /// The lease is renewed by an executor that works: what was open while it stood still was judged by nobody.
    @Test(arguments: [(Duration.seconds(7), false), (.seconds(8), true), (.seconds(3600), true)])
    func whatWasOpenWhileNobodyWorkedIsProvedAgain(pause: Duration, isClosed: Bool) throws {
        var bench = try Bench.baking()
        let events = try bench.take(.stoodStill(for: pause), after: pause)
        #expect(events.contains(.release(production, .trafficShifting(to: .none))) == isClosed)
        #expect(!events.contains { if case .release(_, .rungPassed) = $0 { isClosed } else { false } })
    }

    @Test func whereNothingIsOpenNothingIsLost() throws {
        var bench = try Bench.starting(.sample())
        #expect(try bench.take(.stoodStill(for: .seconds(3600))).isEmpty)
    }

    /// The candidate's users are with stable again: that is told, and the promotion goes on all the same.
    @Test func oneThatIsLostOnTheWayToEverythingIsTold() throws {
        var bench = try Bench.promoting()
        #expect(try bench.take(.release(production, .leaseLost)) == [.release(production, .leaseLost)])
        #expect(bench.release?.split == Share.none)
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
        #expect(try bench.take(.release(production, .leaseLost)).isEmpty, "it is told once")
    }

    @Test func aFirstReleaseHasNoShareToLose() throws {
        var bench = try Bench.shifting(previous: nil)
        #expect(bench.phase == .promoting)
        #expect(try bench.take(.release(production, .leaseLost)).isEmpty)
    }

    // MARK: - Nobody judged for a while

    /// Whether the lease ran out meanwhile is for the router to say.
    @Test func whatNobodyWatchedIsClosed() throws {
        var bench = try Bench.baking()
        try bench.serve(99, after: .seconds(9))
        let closing = Event.release(production, .trafficShifting(to: .none))
        #expect(try bench.take(.release(production, .leftUnwatched)) == [closing])
        #expect(bench.release?.split == .five, "until the router has confirmed it")
        #expect(try bench.take(.release(production, .leftUnwatched)).isEmpty, "it is decided once")
        #expect(try bench.take(.release(production, .leaseLost)).first == .release(production, .leaseLost))
        #expect(
            try bench.take(.release(production, .shifted(to: .none))).last
                == .release(production, .trafficShifting(to: .five)))
        #expect(bench.release?.bakedRequests == 0)
    }

    @Test func aStepOnItsWayThatNobodyWatchesIsClosed() throws {
        var bench = try Bench.shifting()
        #expect(
            try bench.take(.release(production, .leftUnwatched)) == [.release(production, .trafficShifting(to: .none))])
    }

    @Test func whereNobodyHasAShareThereIsNothingToClose() throws {
        for var bench in [try Bench.attaching(), try Bench.promoting(), try Bench.promoted(), try Bench.withdrawing()] {
            #expect(try bench.take(.release(production, .leftUnwatched)).isEmpty)
        }
        var halted = try Bench.baking()
        try halted.order(.halt)
        try halted.take(.release(production, .leaseLost))
        try halted.take(.release(production, .shifted(to: .none)))
        #expect(try halted.take(.release(production, .leftUnwatched)).isEmpty)
    }
}
