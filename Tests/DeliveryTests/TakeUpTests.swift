import Delivery
import Judge
import Testing

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
        try finished.fail(.prepare(production))
        #expect(try takeUp(&finished).isEmpty)
    }

    @Test func aShareIsClosedFirst() throws {
        var bench = try Bench.baking()
        let events = try takeUp(&bench)
        #expect(events == [.takenUp(by: serve), .trafficShifting(environment: production, to: .none)])
        #expect(bench.state.effects.contains(.shiftTraffic(production, to: .none)))
        #expect(!bench.state.effects.contains(.holdLease(production)))
        #expect(bench.state.effects.contains(.sampleTraffic(production)))
    }

    @Test func theCandidateProvesItselfBeforeItsShareIsGivenAgain() throws {
        var bench = try Bench.baking()
        try bench.serve(99, bad: 1, after: .seconds(9))
        _ = try takeUp(&bench)
        #expect(try bench.take(.shifted(production, to: .none)).count == 1)
        #expect(bench.state.effects.contains(.awaitReady(production, .first, .candidate)))
        #expect(try bench.take(.tick, after: .seconds(100)).isEmpty)
        try bench.take(.instanceReady(production, .first))
        #expect(bench.state.effects.contains(.attachCandidate(production)))
        let events = try bench.take(.attached(production))
        #expect(events.last == .trafficShifting(environment: production, to: .five))
        try bench.take(.shifted(production, to: .five))
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
                try bench.take(.shifted(production, to: .none))
            }
            try bench.take(.instanceFailed(production, .first, crash))
            let finding = try #require(bench.release?.finding)
            #expect(finding.failedRequests == 1)
            #expect(finding.hasGap == (isTakenUp ? true : nil))
        }
    }

    @Test func aStepThatWasPassedIsNotTakenAgain() throws {
        var bench = try Bench.baking()
        try bench.serve(200, after: .seconds(10))
        _ = try takeUp(&bench)
        try bench.take(.shifted(production, to: .none))
        try bench.take(.instanceReady(production, .first))
        #expect(try bench.take(.attached(production)).last == .trafficShifting(environment: production, to: .half))
    }

    @Test func aDeadCandidateIsTakenBack() throws {
        var bench = try Bench.baking()
        _ = try takeUp(&bench)
        try bench.take(.shifted(production, to: .none))
        try bench.take(.instanceFailed(production, .first, crash))
        #expect(bench.phase == .withdrawing)
    }

    @Test func aCandidateWithoutExposureIsCheckedToo() throws {
        var bench = try Bench.attaching()
        #expect(try takeUp(&bench) == [.takenUp(by: serve)])
        #expect(bench.state.effects.contains(.awaitReady(production, .first, .candidate)))
        #expect(!bench.state.effects.contains(.attachCandidate(production)))
    }

    @Test func aHaltedReleaseStaysClosedUntilItIsResumed() throws {
        var bench = try Bench.baking()
        try bench.order(.halt)
        _ = try takeUp(&bench)
        try bench.take(.shifted(production, to: .none))
        try bench.take(.instanceReady(production, .first))
        #expect(try bench.take(.attached(production)).count == 1)
        #expect(try bench.take(.tick, after: .seconds(1000)).isEmpty)
        #expect(bench.state.phase == .halted)
        #expect(!bench.state.effects.contains(.holdLease(production)))
        #expect(try bench.order(.resume).last == .trafficShifting(environment: production, to: .five))
    }

    @Test func aHaltWhileTheShareIsClosedDoesNotOpenIt() throws {
        var bench = try Bench.baking()
        _ = try takeUp(&bench)
        #expect(try bench.order(.halt) == [.halted(environment: production, by: Bench.ana, reason: nil)])
        #expect(bench.state.effects.contains(.shiftTraffic(production, to: .none)))
    }

    @Test func whatFailedBeforeIsLeftToAPerson() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        try bench.take(.instanceFailed(production, .first, crash))
        #expect(bench.state.phase == .halted)
        _ = try takeUp(&bench)
        try bench.take(.shifted(production, to: .none))
        try bench.take(.attached(production))
        #expect(bench.state.phase == .halted)
        #expect(bench.state.refusal(of: .promote, by: Bench.ana) == nil)
        #expect(bench.state.refusal(of: .rollBack, by: Bench.ana) == nil)
    }

    @Test func aWaitingApprovalStaysWaiting() throws {
        var bench = try Bench.built(gate: ApprovalRule(expires: .seconds(60)))
        #expect(try takeUp(&bench, after: .seconds(50)) == [.takenUp(by: serve)])
        #expect(bench.state.phase == .waiting)
        let late = try takeUp(&bench, after: .seconds(10))
        #expect(late.contains(.approvalExpired(stage: "production")))
        #expect(bench.state.result == .rejected)
    }

    @Test func commandsAreStillWanted() throws {
        var bench = try Bench.started()
        let wanted = bench.state.effects
        #expect(try takeUp(&bench) == [.takenUp(by: serve)])
        #expect(bench.state.effects == wanted)
    }

    @Test func aRollbackGoesOnAndIsTriedForTheWholeTime() throws {
        var bench = try Bench.withdrawing()
        #expect(try takeUp(&bench, after: .seconds(100)) == [.takenUp(by: serve)])
        #expect(bench.state.effects.contains(.returnTraffic(production, to: .blue)))
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + Lease.certainlyOver)
        try bench.take(.tick, after: Lease.certainlyOver)
        #expect(bench.phase == .draining)
    }

    /// As when the clock was set back while nobody carried it out: the pause would last until it has caught up.
    @Test func aPauseBetweenAttemptsEnds() throws {
        var bench = try Bench.withdrawing()
        try bench.fail(.returnTraffic(production, to: .blue))
        #expect(bench.release?.retryAt != nil)
        try bench.take(.takenUp(by: Bench.ana), after: .seconds(-20))
        #expect(bench.state.effects.contains(.returnTraffic(production, to: .blue)))
    }

    @Test func whatIsBeingStoppedIsStopped() throws {
        var bench = try Bench.stopping()
        let wanted = bench.state.effects
        _ = try takeUp(&bench)
        #expect(bench.state.effects == wanted)
    }

    @Test func aPromotionIsRepeatedOnceTheCandidateIsProven() throws {
        var bench = try Bench.promoting()
        #expect(try takeUp(&bench) == [.takenUp(by: serve)])
        #expect(!bench.state.effects.contains(.promoteRoute(production, .green)))
        #expect(!bench.state.effects.contains(.holdLease(production)))
        try bench.take(.instanceReady(production, .first))
        #expect(bench.state.effects.contains(.promoteRoute(production, .green)))
    }

    /// Otherwise nobody could tell which version has the traffic, for as long as nobody decides.
    @Test func aPromotionOfADeadCandidateIsTakenBackInAnyCase() throws {
        var bench = try Bench.promoting(.sample(automatic: false))
        _ = try takeUp(&bench)
        try bench.take(.instanceFailed(production, .first, crash))
        #expect(bench.phase == .withdrawing)
    }

    @Test func theOldVersionIsKeptForTheWholeTimeAgain() throws {
        var bench = try Bench.promoted()
        #expect(try takeUp(&bench, after: .seconds(1000)) == [.takenUp(by: serve)])
        #expect(bench.phase == .keepingOld)
        #expect(try bench.take(.tick, after: .seconds(30)).last == .oldReleased(environment: production))
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
