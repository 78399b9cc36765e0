import Delivery
import Testing
import Values

/// The router may go at any moment of a release, which starts it again, and does not end before it has seen it run.
@Suite struct RouterWatchTests {
    private let production = Bench.production
    private let taken = InstanceAnswer.taken(port: 9000, by: PortHolder(account: "eve"))

    private func keepsRouter(_ bench: Bench, without withheld: [PlacedInstance] = []) -> Bool {
        bench.state.effects.contains(.release(production, .keepRouter(without: withheld)))
    }

    private func stopped() throws -> Bench {
        var bench = try Bench.promoted(.sample(watch: .zero))
        bench.routerLook = nil
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        try bench.take(.release(production, .instance(.old, .stopped)))
        return bench
    }

    @Test func itIsKeptRunningInEveryPhaseWithUsersBehindIt() throws {
        for bench in [
            try Bench.built(), try .starting(), try .attaching(), try .shifting(), try .baking(), try .promoting(),
            try .promoted(), try .promoted(.sample(watch: .zero)), try .withdrawing(), try .stopping(),
        ] {
            #expect(keepsRouter(bench), "\(String(describing: bench.phase))")
        }
        #expect(keepsRouter(try .starting(previous: nil)), "it was opened for the users to come")
    }

    @Test func withNobodyBehindItItIsLeftAlone() throws {
        #expect(!keepsRouter(try .built(previous: nil)), "it may not have been opened")
        var bench = try Bench.starting(previous: nil)
        try bench.order(.cancel)
        #expect(!keepsRouter(bench))
    }

    @Test func aReleaseDoesNotEndBeforeItHasSeenItRun() throws {
        var bench = try stopped()
        #expect(bench.state.result == nil)
        #expect(bench.state.effects.contains(.release(production, .confirmRouter)))
        try bench.take(.release(production, .routerConfirmed(.runs)))
        #expect(bench.state.result == .succeeded)
    }

    /// What passed through it before it went says nothing of afterwards.
    @Test func noStepIsPassedWhileItIsDownAndTheBakeBeginsAgain() throws {
        var bench = try Bench.baking()
        let bake = try #require(bench.release?.rung?.bake)
        try bench.serve(bake.requests + 10)
        try bench.take(.release(production, .routerSeen(.gone(detail: "no", lasting: .seconds(1)))))
        try bench.take(.tick, after: bake.duration)
        #expect(bench.phase == .baking && bench.release?.rungIndex == 0)
        try bench.take(.release(production, .routerSeen(.runs)))
        try bench.take(.tick)
        #expect(bench.phase == .baking && bench.release?.rungIndex == 0)
        try bench.serve(bake.requests + 10)
        try bench.take(.tick, after: bake.duration)
        #expect(bench.release?.rungIndex != 0 || bench.phase != .baking)
    }

    @Test func oneThatHadGoneIsToldOnce() throws {
        var bench = try Bench.baking()
        #expect(
            try bench.take(.release(production, .routerSeen(.startedAgain))) == [
                .service(production, .routerUp(startedAgain: true))
            ])
        #expect(try bench.take(.release(production, .routerSeen(.runs))).isEmpty)
    }

    @Test func oneThatIsGoneForASecondIsDownUntilItRuns() throws {
        var bench = try Bench.baking()
        #expect(try bench.take(.release(production, .routerSeen(.gone(detail: "no", lasting: .zero)))).isEmpty)
        let gone = Input.release(production, .routerSeen(.gone(detail: "no", lasting: .seconds(1))))
        #expect(try bench.take(gone) == [.service(production, .routerDown(detail: "no"))])
        #expect(try bench.take(gone).isEmpty, "it is told once")
        #expect(bench.ledger.environments[production]?.routerTrouble?.detail == "no")
        #expect(
            try bench.take(.release(production, .routerSeen(.startedAgain))) == [
                .service(production, .routerUp(startedAgain: true))
            ])
        #expect(bench.ledger.environments[production]?.routerTrouble == nil)
    }

    @Test func oneThatCannotBeStartedEndsTheReleaseAsErrored() throws {
        var bench = try stopped()
        var attempts = 0
        while bench.state.result == nil, attempts < 20 {
            attempts += 1
            try bench.fail(.release(production, .confirmRouter))
            try bench.take(.tick, after: .seconds(1))
        }
        #expect(attempts == 5)
        #expect(bench.state.result == .errored)
        #expect(
            bench.state.stepState(Bench.deployStep)?.report?.description == "the router was not seen to run: no answer")
        #expect(bench.ledger.stable(in: production)?.artifact == .new)
        #expect(bench.ledger.environments[production]?.routerTrouble?.detail == "no answer")
    }

    @Test func oneThatIsTakenBackWithoutRouterHasFailed() throws {
        var bench = try Bench.stopping()
        bench.routerLook = nil
        try bench.take(.release(production, .instance(.first, .stopped)))
        for _ in 1...5 {
            try bench.fail(.release(production, .confirmRouter))
            try bench.take(.tick, after: .seconds(1))
        }
        #expect(bench.release?.result == .failed || bench.release?.result == .errored)
        #expect(bench.ledger.stable(in: production) == .old)
        #expect(bench.ledger.environments[production]?.routerTrouble != nil)
    }

    /// Nobody else would look at it where no server runs.
    @Test func whatWasWrongWithItBeforeIsOverAtTheEndOfAReleaseThatIsTakenBack() throws {
        var bench = try Bench.baking()
        try bench.take(.release(production, .routerSeen(.gone(detail: "no", lasting: .seconds(1)))))
        try bench.order(.rollBack)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .rolledBack)
        #expect(bench.ledger.environments[production]?.routerTrouble == nil)
    }

    @Test func whosePortIsTakenGetsNoRequestsUntilItAnswersAgainItself() throws {
        var bench = try Bench.baking()
        try bench.take(.release(production, .stableAnswered(.old, taken)))
        #expect(keepsRouter(bench, without: Deployment.old.instances))
        try bench.take(.release(production, .stableAnswered(.old, .bad(detail: "refused", lasting: .seconds(9)))))
        #expect(keepsRouter(bench, without: Deployment.old.instances), "it may come back")
        try bench.take(.release(production, .stableAnswered(.old, .good)))
        #expect(keepsRouter(bench))
    }

    @Test func betweenReleasesToo() {
        var ledger = Bench().ledger
        #expect(ledger.environments[production]?.withheld == [])
        for event in ledger.decide(taken, of: .old, in: production) { ledger.apply(event, run: nil, at: Bench.start) }
        #expect(ledger.environments[production]?.withheld == Deployment.old.instances)
        for event in ledger.decide(.good, of: .old, in: production) { ledger.apply(event, run: nil, at: Bench.start) }
        #expect(ledger.environments[production]?.withheld == [])
    }
}
