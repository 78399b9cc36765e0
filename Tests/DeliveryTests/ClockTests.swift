import Delivery
import Judge
import Testing
import Values

/// The machine's clock is set while an executor is at work.
@Suite struct ClockTests {
    private let production = Bench.production

    /// As an executor does: the jump comes first, and all that follows by the new clock.
    private func set(_ bench: inout Bench, by jump: Duration) throws -> [Event] {
        try bench.take(.clockJumped(by: jump), after: jump)
    }

    @Test(arguments: [Duration.seconds(30), .seconds(3600), .seconds(-3600), .seconds(-20)])
    func aBakeBeginsAgain(jump: Duration) throws {
        var bench = try Bench.baking()
        try bench.serve(500, after: .seconds(9))
        #expect(try set(&bench, by: jump) == [.run(.clockJumped(by: jump))])
        #expect(bench.release?.bakedRequests == 0)
        #expect(try bench.serve(500, after: .seconds(9)).count == 1)
        #expect(bench.phase == .baking)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(1))
        try bench.take(.tick, after: .seconds(1))
        #expect(bench.phase == .shifting)
    }

    /// A clock that was set back must not keep the arms from being compared until it has caught up.
    @Test(arguments: [Duration.seconds(600), .seconds(-600)])
    func judgingGoesOn(jump: Duration) throws {
        var bench = try Bench.baking()
        try bench.serve(100)
        _ = try set(&bench, by: jump)
        for _ in 1...5 where !bench.isRollingBack { try bench.serve(100, bad: 100) }
        #expect(bench.release?.finding?.rule == "errors")
    }

    /// The same where nobody was there to see the clock being set.
    @Test func judgingGoesOnAfterATakeUp() throws {
        var bench = try Bench.baking()
        try bench.serve(100)
        try bench.take(.takenUp(by: Bench.ana), after: .seconds(-600))
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .instance(.first, .ready())))
        try bench.take(.release(production, .attached))
        try bench.take(.release(production, .shifted(to: .five)))
        for _ in 1...5 where !bench.isRollingBack { try bench.serve(100, bad: 100) }
        #expect(bench.release?.finding?.rule == "errors")
    }

    @Test(arguments: [Duration.seconds(3600), .seconds(-3600)])
    func theOldVersionIsKeptForTheRestOfItsTime(jump: Duration) throws {
        var bench = try Bench.promoted()
        try bench.take(.tick, after: .seconds(10))
        _ = try set(&bench, by: jump)
        #expect(bench.phase == .watching)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(20))
    }

    /// What nobody could be asked for, the router's lease says; and that goes by the clock which was set back.
    @Test func aLeaseThatLivesLongerIsWaitedFor() throws {
        var bench = try Bench.withdrawing()
        _ = try set(&bench, by: .seconds(-3600))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.phase == .withdrawing)
        try bench.take(.tick, after: .seconds(3600))
        #expect(bench.phase == .draining)
    }

    /// Also where it was set back before the rollback; and where nobody was there to see it.
    @Test(arguments: [true, false])
    func aLeaseThatLivesLongerIsWaitedForLater(wasSeen: Bool) throws {
        var bench = try Bench.baking()
        if wasSeen {
            _ = try set(&bench, by: .seconds(-3600))
        } else {
            try bench.take(.takenUp(by: Bench.ana), after: .seconds(-3600))
        }
        try bench.order(.rollBack, after: .seconds(5))
        try bench.fail(.release(production, .returnTraffic(to: .blue)))
        #expect(bench.release?.leaseExcess == .seconds(3600))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.phase == .withdrawing)
        try bench.take(.tick, after: .seconds(3600))
        #expect(bench.phase == .draining)
    }

    /// A share that is asked for, and confirmed, by the new clock has a lease by that.
    @Test func aLeaseThatWasSetAnewLivesNoLonger() throws {
        var bench = try Bench.baking()
        _ = try set(&bench, by: .seconds(-3600))
        try bench.serve(500, after: .seconds(10))
        #expect(bench.phase == .shifting)
        #expect(bench.release?.leaseExcess == .seconds(3600))
        try bench.take(.release(production, .shifted(to: .half)))
        #expect(bench.release?.leaseExcess == .zero)
    }

    /// A shift that was on its way when the clock was set may have been leased by the old one.
    @Test func aShiftOnItsWayProvesNothing() throws {
        var bench = try Bench.shifting()
        _ = try set(&bench, by: .seconds(-3600))
        try bench.take(.release(production, .shifted(to: .five)))
        #expect(bench.release?.leaseExcess == .seconds(3600))
    }

    @Test func anApprovalExpiresByRealTime() throws {
        let gate = ApprovalRule(expires: .seconds(3600))
        var bench = try Bench.built(gate: gate)
        let events = try set(&bench, by: .seconds(7200))
        #expect(events.contains(.stage("production", .approvalExpired)))
    }

    @Test func aRunThatHasEndedIsNotToldOfIt() throws {
        var bench = try Bench.built(gate: ApprovalRule())
        try bench.order(.reject)
        #expect(try set(&bench, by: .seconds(7200)).isEmpty)
    }

    @Test func theLeaseIsRenewedWhenTheClockWasSet() {
        let now = Bench.start
        #expect(DeadManSwitch.haproxy.isRenewalDue(at: now, renewedAt: nil))
        #expect(!DeadManSwitch.haproxy.isRenewalDue(at: now + .seconds(1), renewedAt: now))
        #expect(DeadManSwitch.haproxy.isRenewalDue(at: now + .seconds(2), renewedAt: now))
        #expect(DeadManSwitch.haproxy.isRenewalDue(at: now + .seconds(-1), renewedAt: now))
        #expect(DeadManSwitch.haproxy.isRenewalDue(at: now + .seconds(3600), renewedAt: now))
    }
}

extension Bench {
    fileprivate var isRollingBack: Bool { release?.isRollingBack == true }
}
