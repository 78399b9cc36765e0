import Delivery
import Testing
import Values

@Suite struct HaltTests {
    private let production = Bench.production

    @Test func aHaltStopsTheBake() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        #expect(bench.state.phase == .halted)
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
        #expect(try bench.serve(1000, after: .seconds(60)).count == 1)
        #expect(bench.release?.split == .five)
        #expect(bench.state.effects.contains(.release(production, .holdLease)))
    }

    @Test func aHaltTakesBackAnUnconfirmedShift() throws {
        var bench = try Bench.baking()
        try bench.serve(200, after: .seconds(10))
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .half))))
        let events = try bench.order(.halt)
        #expect(events.last == .release(production, .trafficShifting(to: .five)))
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .five))))
        #expect(try bench.take(.release(production, .shifted(to: .half))).isEmpty)
        try bench.take(.release(production, .shifted(to: .five)))
        #expect(bench.phase == .baking)
    }

    @Test func aResumeTakesTheStepThatTheHaltTookBack() throws {
        var bench = try Bench.baking()
        try bench.serve(200, after: .seconds(10))
        try bench.order(.halt)
        try bench.take(.release(production, .shifted(to: .five)))
        let events = try bench.order(.resume)
        #expect(events.last == .release(production, .trafficShifting(to: .half)))
    }

    @Test func aResumeBakesFromZero() throws {
        var bench = try Bench.baking()
        try bench.serve(99, after: .seconds(9))
        try bench.order(.halt)
        try bench.order(.resume, after: .seconds(100))
        #expect(bench.release?.bakedRequests == 0)
        #expect(try bench.serve(99, after: .seconds(10)).count == 1)
    }

    @Test func anUnhealthyVerdictWhileHaltedRollsBack() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        try bench.serve(500, bad: 100)
        #expect(bench.phase == .withdrawing)
        #expect(!(bench.release?.isHalted ?? true))
    }

    @Test func aHaltBeforeExposureHoldsExposureBack() throws {
        var bench = try Bench.starting()
        try bench.order(.halt)
        try bench.take(.release(production, .instance(.first, .started(.candidate))))
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(try bench.take(.release(production, .attached)) == [.release(production, .candidateAttached)])
        #expect(try bench.order(.resume).last == .release(production, .trafficShifting(to: .five)))
    }

    /// Where a person decides, the verdict halts as a person would: a shift on its way is taken back too.
    @Test func anUnhealthyVerdictTakesBackAnUnconfirmedShift() throws {
        var bench = try Bench.shifting(.sample(automatic: false))
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        let events = try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(events.last == .release(production, .trafficShifting(to: .none)))
        #expect(bench.release?.isHalted == true)
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
    }

    /// The old version stays ready for as long as nobody has decided.
    @Test func anUnhealthyVerdictAfterPromotionKeepsTheOldVersion() throws {
        var bench = try Bench.promoted(.sample(automatic: false))
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.release?.isHalted == true)
        #expect(try bench.take(.tick, after: .seconds(100)).isEmpty)
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
        var other = bench
        #expect(try bench.order(.rollBack).count == 1)
        #expect(try other.order(.resume).last == .release(production, .oldReleased))
    }

    @Test func aVerdictDuringPromotionKeepsTheOldVersion() throws {
        var bench = try Bench.promoting(.sample(automatic: false, watch: .zero))
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.phase == .watching)
        #expect(bench.release?.isHalted == true)
    }
}
