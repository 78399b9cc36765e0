import Delivery
import Judge
import Testing
import Values

@Suite struct CanaryTests {
    private let production = Bench.production

    @Test func theFirstStepFollowsReadiness() throws {
        var bench = try Bench.attaching()
        #expect(bench.state.effects.contains(.release(production, .attachCandidate)))
        let events = try bench.take(.release(production, .attached))
        #expect(
            events == [
                .release(production, .candidateAttached), .release(production, .trafficShifting(to: .five)),
            ])
        #expect(bench.state.effects.contains(.release(production, .shiftTraffic(to: .five))))
        #expect(bench.state.effects.contains(.release(production, .holdLease)))
    }

    @Test func aBakeNeedsTimeAndRequests() throws {
        var bench = try Bench.baking()
        try bench.serve(50)
        #expect(try bench.take(.tick, after: .seconds(20)).isEmpty)
        let events = try bench.serve(50)
        #expect(
            Array(events.suffix(2)) == [
                .release(production, .rungPassed(share: .five, requests: 100)),
                .release(production, .trafficShifting(to: .half)),
            ])
    }

    @Test func requestsAloneDoNotEndABake() throws {
        var bench = try Bench.baking()
        #expect(try bench.serve(1000, after: .seconds(5)).count == 1)
        #expect(bench.phase == .baking)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(5))
        #expect(try bench.take(.tick, after: .seconds(5)).count == 2)
    }

    @Test func theLastStepLeadsToPromotion() throws {
        var bench = try Bench.baking()
        try bench.serve(200, after: .seconds(10))
        try bench.take(.release(production, .shifted(to: .half)))
        let events = try bench.serve(200, of: .half, after: .seconds(10))
        #expect(
            Array(events.suffix(2)) == [
                .release(production, .verdictReached(verdict: .healthy, finding: nil)),
                .release(production, .promotionStarted(by: .policy, reason: nil)),
            ])
        #expect(bench.state.effects.contains(.release(production, .promoteRoute(.green))))
    }

    @Test func aPassedDeadlineIsNotNamedAgain() throws {
        var bench = try Bench.baking()
        try bench.take(.tick, after: .seconds(11))
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(49))
    }

    @Test func aConfirmationOfAnotherShareIsPassedOver() throws {
        var bench = try Bench.shifting()
        #expect(try bench.take(.release(production, .shifted(to: .half))).isEmpty)
        #expect(bench.release?.split == Share.none)
    }

    @Test(arguments: [
        (NoDataPolicy.hold, ReleasePhase.baking), (.rollBack, .withdrawing), (.continue, .shifting),
    ])
    func tooFewRequests(policy: NoDataPolicy, phase: ReleasePhase) throws {
        var bench = try Bench.baking(.sample(onNoData: policy))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.phase == phase)
        #expect(bench.release?.isHalted == (policy == .hold))
    }

    @Test func withoutDataNobodyIsCalledHealthy() throws {
        var bench = try Bench.baking(.sample(onNoData: .continue))
        try bench.take(.tick, after: .seconds(60))
        try bench.take(.release(production, .shifted(to: .half)))
        let events = try bench.take(.tick, after: .seconds(60))
        #expect(events.contains(.release(production, .verdictReached(verdict: .noData, finding: nil))))
        #expect(bench.phase == .promoting)
    }

    /// Nobody is healthy whom nobody asked, whatever the pipeline says of requests.
    @Test(arguments: [0, 1]) func aBakeWithoutARequestHolds(wanted: Int) throws {
        let bake = Bake(duration: .seconds(10), requests: wanted, limit: .seconds(60))
        var bench = try Bench.baking(.sample(bake: bake))
        #expect(try bench.take(.tick, after: .seconds(59)).isEmpty)
        let events = try bench.take(.tick, after: .seconds(1))
        #expect(
            events == [
                .release(production, .verdictReached(verdict: .noData, finding: nil)),
                .release(
                    production,
                    .halted(by: .policy, reason: .tooFewRequests(came: 0, needed: 1))),
            ])
    }

    @Test func aBakeThatWaitsForNobodyGoesOnInItsTime() throws {
        let bake = Bake(duration: .seconds(10), requests: 0, limit: .seconds(60))
        var bench = try Bench.baking(.sample(bake: bake, onNoData: .continue))
        let events = try bench.take(.tick, after: .seconds(10))
        #expect(events.first == .release(production, .rungPassed(share: .five, requests: 0)))
        try bench.take(.release(production, .shifted(to: .half)))
        #expect(
            try bench.take(.tick, after: .seconds(10)).contains(
                .release(production, .verdictReached(verdict: .noData, finding: nil))))
    }

    /// Two of forty failed: far too few to judge by, and suspect all the same.
    @Test(arguments: [0, 500]) func aSuspectHoldsWhateverIsSaidOfMissingRequests(wanted: Int) throws {
        let bake = Bake(duration: .seconds(10), requests: wanted, limit: .seconds(60))
        var bench = try Bench.baking(.sample(bake: bake, onNoData: .continue))
        try bench.serve(40)
        while bench.release?.health.isSuspect == false { try bench.serve(10, bad: 1) }
        let events = try bench.take(.tick, after: .seconds(60))
        #expect(bench.release?.verdict == .inconclusive)
        #expect(events.last == .release(production, .halted(by: .policy, reason: .unclear)))
        #expect(bench.release?.split == .five)
    }

    /// A log that is lost is no proof that nobody came.
    @Test func aLostLogHoldsWhateverIsSaidOfMissingRequests() throws {
        var bench = try Bench.baking(.sample(onNoData: .continue))
        for second in 1...60 {
            let sample = TrafficSample(duration: .seconds(1), silentRequests: second * 20)
            try bench.take(.release(production, .sampled(sample)), after: .seconds(1))
        }
        #expect(bench.release?.verdict == .noData)
        let reason = bench.release?.halt?.reason
        #expect(reason == .noLog(.silent(requests: 1200)))
        #expect(reason?.description == "the request log is lost: the router ended 1200 requests and logged none")
    }

    @Test func aLogWithLinesTooManyIsNotJudgedBy() throws {
        var bench = try Bench.baking()
        try bench.serve(200)
        try bench.take(.release(production, .sampled(TrafficSample(duration: .seconds(1), surplusLines: 1000))))
        #expect(try bench.take(.tick, after: .seconds(20)).isEmpty)
        try bench.take(.tick, after: .seconds(40))
        #expect(bench.release?.verdict == .noData)
        let reason = bench.release?.halt?.reason
        #expect(reason == .noLog(.surplus(lines: 1000)))
        #expect(
            reason?.description
                == "the request log can't be trusted: it has 1000 lines more than the router ended requests")
    }

    /// Requests of a router that was replaced have their lines late.
    @Test func aFewLinesTooManyAreStragglers() throws {
        var bench = try Bench.baking()
        try bench.serve(200)
        try bench.take(.release(production, .sampled(TrafficSample(duration: .seconds(1), surplusLines: 30))))
        try bench.take(.tick, after: .seconds(10))
        #expect(bench.phase == .shifting)
    }

    @Test func aLogThatIsBackIsJudgedByAgain() throws {
        var bench = try Bench.baking()
        try bench.take(.release(production, .sampled(TrafficSample(duration: .seconds(1), silentRequests: 50))))
        #expect(bench.release?.health.logTrouble != nil)
        try bench.serve(200, after: .seconds(10))
        #expect(bench.phase == .shifting)
    }

    @Test func unclearEvidenceHolds() throws {
        var bench = try Bench.baking()
        try bench.serve(400, after: .seconds(1))
        while bench.release?.health.isSuspect == false { try bench.serve(10, bad: 1) }
        try bench.take(.tick, after: .seconds(10))
        #expect(bench.phase == .baking)
        let events = try bench.take(.tick, after: .seconds(60))
        #expect(events.last == .release(production, .halted(by: .policy, reason: .unclear)))
        #expect(bench.release?.verdict == .inconclusive)
    }

    @Test func aFirstReleaseGoesStraightToEverything() throws {
        var bench = try Bench.attaching(previous: nil)
        let events = try bench.take(.release(production, .attached))
        #expect(events.last == .release(production, .promotionStarted(by: .policy, reason: nil)))
        try bench.take(.release(production, .routePromoted(.blue)))
        #expect(bench.state.result == .succeeded)
        #expect(bench.ledger.stable(in: production)?.artifact == .new)
    }

    @Test func aSuccessfulReleaseStopsTheOldVersionLast() throws {
        var bench = try Bench.promoted()
        #expect(bench.phase == .watching)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(30))
        try bench.take(.tick, after: .seconds(30))
        #expect(bench.state.effects.contains(.release(production, .drain(.blue))))
        #expect(try bench.take(.release(production, .draining(.blue, open: 0))).isEmpty)
        #expect(
            try bench.take(.release(production, .draining(.blue, open: 12))) == [
                .release(production, .drainStarted(slot: .blue, open: 12, within: .seconds(30)))
            ])
        try bench.take(.release(production, .drained(.blue, cut: 3)))
        #expect(bench.state.effects.contains(.release(production, .stopInstance(.old, within: .seconds(10)))))
        try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.result == .succeeded)
        #expect(bench.state.effects.isEmpty)
        #expect(bench.ledger.stable(in: production)?.slot == .green)
        #expect(bench.ledger.environments[production]?.previous == .old)
    }

    /// A log that can't be believed is no proof against the candidate either.
    @Test(arguments: [
        (TrafficSample(duration: .seconds(1), surplusLines: 1000), "lines more than the router ended requests"),
        (TrafficSample(duration: .seconds(1), silentRequests: 1000), "the request log is lost"),
    ])
    func aBrokenLogTakesNobodyBack(sample: TrafficSample, trouble: String) throws {
        var bench = try Bench.baking(.sample(onNoData: .rollBack))
        try bench.serve(200)
        try bench.take(.release(production, .sampled(sample)))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.release?.isRollingBack == false)
        #expect(bench.release?.verdict == .noData)
        #expect(bench.release?.halt?.reason?.description.contains(trouble) == true)
    }

    /// Too few came, and so said by a log that can be believed: what the pipeline says of that counts for a suspect too.
    @Test func aSuspectWithTooFewRequestsGoesWhereThePipelineSaysSo() throws {
        let bake = Bake(duration: .seconds(10), requests: 500, limit: .seconds(60))
        var bench = try Bench.baking(.sample(bake: bake, onNoData: .rollBack))
        try bench.serve(40)
        while bench.release?.health.isSuspect == false { try bench.serve(10, bad: 1) }
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.phase == .withdrawing)
    }
}
