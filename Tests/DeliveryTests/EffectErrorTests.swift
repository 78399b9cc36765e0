import Delivery
import Testing

/// What could not be done says nothing about the candidate: the release is taken back and ends *errored*.
@Suite struct EffectErrorTests {
    private let production = Bench.production

    @Test func effectsThatTheReleaseNeedsTakeItBack() throws {
        let cases: [(Bench, Effect)] = [
            (try Bench.built(), .prepare(production)), (try Bench.starting(), .startInstance(production, .first)),
            (try Bench.attaching(), .attachCandidate(production)),
            (try Bench.shifting(), .shiftTraffic(production, to: .five)),
            (try Bench.promoting(), .promoteRoute(production, .green)),
        ]
        for (start, effect) in cases {
            var bench = start
            let events = try bench.fail(effect)
            #expect(events.first == .rollbackStarted(environment: production, cause: .errored(.noRoute)), "\(effect)")
        }
    }

    @Test func anErroredReleaseEndsErroredWithItsReason() throws {
        var bench = try Bench.built()
        try bench.fail(.prepare(production))
        #expect(bench.state.result == .errored)
        #expect(bench.state.stepState(Bench.deployStep)?.detail == "asking the router: no answer")
    }

    @Test func whatOnlyWatchesHoldsNothingUp() throws {
        var bench = try Bench.baking()
        for effect in [
            Effect.holdLease(production), .sampleTraffic(production), .watchInstance(production, .first, .candidate),
        ] {
            #expect(bench.state.effects.contains(effect))
            #expect(try bench.fail(effect).isEmpty)
        }
    }

    @Test func whatIsNoLongerWantedConcernsNobody() throws {
        var bench = try Bench.baking()
        for effect in [
            Effect.prepare(production), .startInstance(production, .first), .attachCandidate(production),
            .shiftTraffic(production, to: .five), .promoteRoute(production, .green),
        ] {
            #expect(try bench.fail(effect).isEmpty, "\(effect)")
        }
        #expect(bench.phase == .baking)
    }

    /// A start that was cancelled may have happened: it is stopped all the same.
    @Test func aStartThatWasCancelledIsStopped() throws {
        var bench = try Bench.starting(.sample(instances: 2))
        try bench.take(.instanceStarted(production, .first, .candidate))
        try bench.order(.cancel)
        for id in [InstanceID.first, .second] {
            #expect(bench.state.effects.contains(.stopInstance(production, id, within: .seconds(10))))
            try bench.take(.instanceStopped(production, id))
        }
        #expect(bench.state.result == .cancelled)
    }
}
