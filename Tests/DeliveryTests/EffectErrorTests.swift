import Delivery
import Testing
import Values

/// What could not be done says nothing about the candidate: the release is taken back and ends *errored*.
@Suite struct EffectErrorTests {
    private let production = Bench.production

    @Test func effectsThatTheReleaseNeedsTakeItBack() throws {
        let cases: [(Bench, Effect)] = [
            (try Bench.built(), .release(production, .prepare)),
            (try Bench.starting(), .release(production, .startInstance(.first))),
            (try Bench.attaching(), .release(production, .attachCandidate)),
            (try Bench.shifting(), .release(production, .shiftTraffic(to: .five))),
            (try Bench.promoting(), .release(production, .promoteRoute(.green))),
        ]
        for (start, effect) in cases {
            var bench = start
            let events = try bench.fail(effect)
            #expect(events.first == .release(production, .rollbackStarted(cause: .errored(.noRoute))), "\(effect)")
        }
    }

    @Test func anErroredReleaseEndsErroredWithItsReason() throws {
        var bench = try Bench.built()
        try bench.fail(.release(production, .prepare))
        #expect(bench.state.result == .errored)
        #expect(bench.state.stepState(Bench.deployStep)?.report?.description == "asking the router: no answer")
    }

    @Test func whatOnlyWatchesHoldsNothingUp() throws {
        var bench = try Bench.baking()
        for effect in [
            Effect.release(production, .holdLease), .release(production, .sampleTraffic),
            .release(production, .watchInstance(.first, .candidate)),
        ] {
            #expect(bench.state.effects.contains(effect))
            #expect(try bench.fail(effect).isEmpty)
        }
    }

    @Test func whatIsNoLongerWantedConcernsNobody() throws {
        var bench = try Bench.baking()
        for effect in [
            Effect.release(production, .prepare), .release(production, .startInstance(.first)),
            .release(production, .attachCandidate),
            .release(production, .shiftTraffic(to: .five)), .release(production, .promoteRoute(.green)),
        ] {
            #expect(try bench.fail(effect).isEmpty, "\(effect)")
        }
        #expect(bench.phase == .baking)
    }

    /// A start that was cancelled may have happened: it is stopped all the same.
    @Test func aStartThatWasCancelledIsStopped() throws {
        var bench = try Bench.starting(.sample(instances: 2))
        try bench.take(.release(production, .instance(.first, .started(.candidate))))
        try bench.order(.cancel)
        for id in [InstanceID.first, .second] {
            #expect(bench.state.effects.contains(.release(production, .stopInstance(id, within: .seconds(10)))))
            try bench.take(.release(production, .instance(id, .stopped)))
        }
        #expect(bench.state.result == .cancelled)
    }
}
