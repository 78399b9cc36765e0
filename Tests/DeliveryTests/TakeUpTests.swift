import Delivery
import Judge
import Testing
import Values

/// What an executor does first that finds a run unfinished.
@Suite struct TakeUpTests {
    private let production = Bench.production
    private let serve = Actor(name: "serve")
    private let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")

    private func takeUp(_ bench: inout Bench, after pause: Duration = .seconds(3)) throws -> [Event] {
        try bench.take(.takenUp(by: serve), after: pause)
    }

    @Test func onlyAnUnfinishedRunIsTakenUp() throws {
        var unstarted = Bench()
        #expect(try takeUp(&unstarted).isEmpty)
        var finished = try Bench.built()
        try finished.fail(.release(production, .prepare))
        #expect(try takeUp(&finished).isEmpty)
    }

    @Test func aShareIsClosedFirst() throws {
        var bench = try Bench.baking()
        let events = try takeUp(&bench)
        #expect(events == [.run(.takenUp(by: serve)), .release(production, .trafficShifting(to: .none))])
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .none))))
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
        #expect(bench.state.effects.contains(.release(production, .sampleTraffic)))
    }

    @Test func theCandidateProvesItselfBeforeItsShareIsGivenAgain() throws {
        var bench = try Bench.baking()
        try bench.serve(99, bad: 1, after: .seconds(9))
        _ = try takeUp(&bench)
        #expect(try bench.take(.release(production, .shifted(to: .none))).count == 1)
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.first, .candidate))))
        #expect(try bench.take(.tick, after: .seconds(100)).isEmpty)
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(bench.state.effects.contains(.release(production, .attachCandidate)))
        let events = try bench.take(.release(production, .attached))
        #expect(events.last == .release(production, .trafficShifting(to: .five)))
        try bench.take(.release(production, .shifted(to: .five)))
        #expect(bench.release?.bakedRequests == 0)
        #expect(bench.release?.health.candidate.outcomes.bad == 1)
    }

    /// Requests went on, and what failed of them nobody counted: no number may be said as if it were all.
    @Test func whatNobodyCountedIsSaid() throws {
        var bench = try Bench.baking()
        try bench.serve(99, bad: 1, after: .seconds(9))
        for isTakenUp in [false, true] {
            var bench = bench
            if isTakenUp {
                _ = try takeUp(&bench)
                try bench.take(.release(production, .shifted(to: .none)))
            }
            try bench.take(.release(production, .instance(.first, .failed(crash))))
            let finding = try #require(bench.release?.finding)
            #expect(finding.failedRequests == 1)
            #expect(finding.hasGap == (isTakenUp ? true : nil))
        }
    }

    @Test func aStepThatWasPassedIsNotTakenAgain() throws {
        var bench = try Bench.baking()
        try bench.serve(200, after: .seconds(10))
        _ = try takeUp(&bench)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(
            try bench.take(.release(production, .attached)).last == .release(production, .trafficShifting(to: .half)))
    }

    @Test func aDeadCandidateIsTakenBack() throws {
        var bench = try Bench.baking()
        _ = try takeUp(&bench)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.phase == .withdrawing)
    }

    @Test func aCandidateWithoutExposureIsCheckedToo() throws {
        var bench = try Bench.attaching()
        #expect(try takeUp(&bench) == [.run(.takenUp(by: serve))])
        #expect(bench.state.effects.contains(.release(production, .awaitReady(.first, .candidate))))
        #expect(!bench.state.effects.contains(.release(production, .attachCandidate)))
    }

    @Test func aHaltedReleaseStaysClosedUntilItIsResumed() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        _ = try takeUp(&bench)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(try bench.take(.release(production, .attached)).count == 1)
        #expect(try bench.take(.tick, after: .seconds(1000)).isEmpty)
        #expect(bench.state.phase == .halted)
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
        #expect(try bench.order(.resume).last == .release(production, .trafficShifting(to: .five)))
    }

    @Test func aHaltWhileTheShareIsClosedDoesNotOpenIt() throws {
        var bench = try Bench.baking()
        _ = try takeUp(&bench)
        #expect(try bench.order(.halt) == [.release(production, .halted(by: Bench.ana, reason: nil))])
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .none))))
    }

    @Test func whatFailedBeforeIsLeftToAPerson() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.state.phase == .halted)
        _ = try takeUp(&bench)
        try bench.take(.release(production, .shifted(to: .none)))
        try bench.take(.release(production, .attached))
        #expect(bench.state.phase == .halted)
        #expect(bench.state.refusal(of: .promote, by: Bench.ana) == nil)
        #expect(bench.state.refusal(of: .rollBack, by: Bench.ana) == nil)
    }

    @Test func aWaitingApprovalStaysWaiting() throws {
        var bench = try Bench.built(gate: ApprovalRule(expires: .seconds(60)))
        #expect(try takeUp(&bench, after: .seconds(50)) == [.run(.takenUp(by: serve))])
        #expect(bench.state.phase == .waiting)
        let late = try takeUp(&bench, after: .seconds(10))
        #expect(late.contains(.stage("production", .approvalExpired)))
        #expect(bench.state.result == .rejected)
    }

    @Test func commandsAreStillWanted() throws {
        var bench = try Bench.started()
        let wanted = bench.state.effects
        #expect(try takeUp(&bench) == [.run(.takenUp(by: serve))])
        #expect(bench.state.effects == wanted)
    }

    @Test func aRollbackGoesOnAndIsTriedForTheWholeTime() throws {
        var bench = try Bench.withdrawing()
        #expect(try takeUp(&bench, after: .seconds(100)) == [.run(.takenUp(by: serve))])
        #expect(bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + DeadManSwitch.haproxy.certainlyOver)
        try bench.take(.tick, after: DeadManSwitch.haproxy.certainlyOver)
        #expect(bench.phase == .draining)
    }

    /// As when the clock was set back while nobody carried it out: the pause would last until it has caught up.
    @Test func aPauseBetweenAttemptsEnds() throws {
        var bench = try Bench.withdrawing()
        try bench.fail(.release(production, .returnTraffic(to: .blue)))
        #expect(bench.release?.retryAt != nil)
        try bench.take(.takenUp(by: Bench.ana), after: .seconds(-20))
        #expect(bench.state.effects.contains(.release(production, .returnTraffic(to: .blue))))
    }

    @Test func whatIsBeingStoppedIsStopped() throws {
        var bench = try Bench.stopping()
        let wanted = bench.state.effects
        _ = try takeUp(&bench)
        #expect(bench.state.effects == wanted)
    }

    @Test func aPromotionIsRepeatedOnceTheCandidateIsProven() throws {
        var bench = try Bench.promoting()
        #expect(try takeUp(&bench) == [.run(.takenUp(by: serve))])
        #expect(!bench.state.effects.contains(.release(production, .promoteRoute(.green))))
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
        try bench.take(.release(production, .instance(.first, .ready())))
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
    }

    /// Otherwise nobody could tell which version has the traffic, for as long as nobody decides.
    @Test func aPromotionOfADeadCandidateIsTakenBackInAnyCase() throws {
        var bench = try Bench.promoting(.sample(automatic: false))
        _ = try takeUp(&bench)
        try bench.take(.release(production, .instance(.first, .failed(crash))))
        #expect(bench.phase == .withdrawing)
    }

    @Test func theOldVersionIsKeptForTheWholeTimeAgain() throws {
        var bench = try Bench.promoted()
        #expect(try takeUp(&bench, after: .seconds(1000)) == [.run(.takenUp(by: serve))])
        #expect(bench.phase == .watching)
        #expect(try bench.take(.tick, after: .seconds(30)).last == .release(production, .oldReleased))
    }

    @Test func takingUpAgainChangesNothing() throws {
        let benches = [
            try Bench.started(), try Bench.starting(), try Bench.attaching(), try Bench.shifting(),
            try Bench.baking(), try Bench.promoting(), try Bench.promoted(), try Bench.withdrawing(),
            try Bench.stopping(),
        ]
        for start in benches {
            var bench = start
            _ = try takeUp(&bench)
            let once = bench.state.effects
            _ = try takeUp(&bench)
            #expect(bench.state.effects == once, "\(String(describing: start.phase))")
        }
    }
}
