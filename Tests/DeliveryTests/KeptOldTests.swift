import Delivery
import Testing
import Values

/// The run ends when the new version has everything and has answered once more; the old instances stay without it.
@Suite struct KeptOldTests {
    private let production = Bench.production
    private let environment = Environment.sample(watch: .zero, keepOld: .seconds(600))

    /// Blue is kept ready, and the run has ended.
    private func ended() throws -> Bench {
        var bench = try Bench.promoted(environment)
        try bench.take(.release(production, .drained(.blue, cut: 0)))
        return bench
    }

    private func begin(_ pipeline: Pipeline, _ before: Bench, knowing ledger: Ledger? = nil) throws -> Bench {
        var bench = Bench(ledger ?? before.ledger, run: RunNumber(3), at: before.now)
        try bench.take(.start(pipeline: pipeline, change: Bench.change, by: Bench.kim, workspace: "/srv"))
        return bench
    }

    private func next(_ before: Bench) throws -> Bench {
        var bench = try begin(Bench.pipeline(environment), before)
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        return bench
    }

    private func wayBack(_ before: Bench, knowing ledger: Ledger? = nil) throws -> Bench {
        let old = Deployment.old.artifact
        let version = StoredVersion(artifact: old, commit: nil, run: RunNumber(1), reason: nil, isWayBack: true)
        let order = VersionOrder(.previous, to: production, isAtOnce: true)
        let pipeline = try Bench.pipeline(environment).releasing(version, by: order)
        var bench = try begin(pipeline, before, knowing: ledger)
        try bench.take(.step(StepID(stage: "version", index: 0), .artifactMade(old)))
        return bench
    }

    private func take(_ input: ServiceInput, _ ledger: inout Ledger, at time: Timestamp) -> [ServiceEvent] {
        let events = ledger.decide(input, in: production, at: time)
        for event in events { ledger.apply(event, run: nil, at: time) }
        return events.compactMap { if case .service(_, let event) = $0 { event } else { nil } }
    }

    @Test func theRunEndsAndTheOldInstancesStay() throws {
        let bench = try ended()
        #expect(bench.state.result == .succeeded)
        let kept = try #require(bench.ledger.environments[production]?.kept)
        #expect(kept.deployment == .old)
        #expect(kept.until == bench.now + .seconds(600))
        #expect(bench.ledger.stable(in: production)?.slot == .green)
    }

    @Test func theyAreEndedWhenTheirTimeIsOver() throws {
        let bench = try ended()
        var ledger = bench.ledger
        #expect(take(.looked, &ledger, at: bench.now + .seconds(599)).isEmpty)
        #expect(ledger.serviceEffects(in: production).isEmpty)
        #expect(take(.looked, &ledger, at: bench.now + .seconds(600)) == [.oldEnding])
        #expect(ledger.serviceEffects(in: production) == [.endOld(Deployment.old.instances, within: .seconds(10))])
        #expect(take(.looked, &ledger, at: bench.now + .seconds(601)).isEmpty, "it is under way")
        #expect(take(.oldEnded(left: []), &ledger, at: bench.now + .seconds(602)) == [.oldEnded(left: [])])
        #expect(ledger.environments[production]?.kept == nil)
    }

    /// They may be all that there is to go back to.
    @Test func theyStayWhileNothingOfWhatIsInServiceAnswers() throws {
        let bench = try ended()
        var ledger = bench.ledger
        let dead = ServiceInput.answered(.first, .ended(status: "signal 9", lastOutput: ""))
        _ = take(dead, &ledger, at: bench.now)
        #expect(take(.looked, &ledger, at: bench.now + .seconds(700)).isEmpty)
        _ = take(.answered(.first, .good), &ledger, at: bench.now + .seconds(701))
        #expect(take(.looked, &ledger, at: bench.now + .seconds(702)) == [.oldEnding])
    }

    @Test func theyAreKeptUpAndEndWithTheServiceThatIsTakenDown() throws {
        let bench = try ended()
        var ledger = bench.ledger
        let dead = ServiceInput.answered(.old, .ended(status: "signal 9", lastOutput: ""))
        var events = take(dead, &ledger, at: bench.now)
        // An earlier program's record does not say how it is started.
        #expect(events.contains { if case .instanceDown(.old, _, isKept: true) = $0 { true } else { false } })
        #expect(ledger.environments[production]?.readyKept == nil)
        for event in try ledger.decide(.takeDown(production), by: Bench.ana, reason: "a new disk") {
            ledger.apply(event, run: nil, at: bench.now)
        }
        let wanted = ledger.serviceEffects(in: production)
        #expect(wanted == [.endOld(Deployment.old.instances, within: .seconds(10)), .takeDown])
        events = take(.oldEnded(left: []), &ledger, at: bench.now)
        #expect(ledger.serviceEffects(in: production) == [.takeDown])
    }

    /// The slot is needed: what is in it is ended before anything is put there.
    @Test func theNextReleaseMakesRoomFirst() throws {
        var bench = try next(try ended())
        #expect(bench.ledger.environments[production]?.kept == nil)
        #expect(bench.state.effects.contains(.release(production, .stopInstance(.old, within: .seconds(10)))))
        #expect(!bench.state.effects.contains(.release(production, .prepare)))
        try bench.take(.release(production, .instance(.old, .stopped)))
        #expect(bench.state.effects.contains(.release(production, .prepare)))
    }

    @Test func aReleaseThatIsTakenBackAtOnceLeavesNothingThere() throws {
        var bench = try next(try ended())
        try bench.order(.cancel)
        #expect(bench.phase == .stopping)
        #expect(bench.state.effects.contains(.release(production, .stopInstance(.old, within: .seconds(10)))))
    }

    @Test func aWayBackAtOnceTakesThemAsTheyAre() throws {
        let bench = try ended()
        var back = try wayBack(bench)
        #expect(back.release?.plan.instances == Deployment.old.instances.map(\.id))
        #expect(back.release?.plan.slot == .blue)
        try back.take(.release(production, .prepared()))
        let endpoint = Deployment.old.instances[0].endpoint
        #expect(back.state.effects.contains(.release(production, .awaitReady(.old, endpoint))))
        try back.take(.release(production, .instance(.old, .ready())))
        try back.take(.release(production, .attached))
        try back.take(.release(production, .routePromoted(.blue)))
        #expect(back.ledger.stable(in: production)?.instances == Deployment.old.instances)
        try back.take(.release(production, .drained(.green, cut: 0)))
        try back.take(.release(production, .instance(.old, .ready())))
        // What people went back from is not kept.
        #expect(back.phase == .stopping)
        #expect(back.state.effects.contains(.release(production, .stopInstance(.first, within: .seconds(10)))))
    }

    @Test func whereOneOfThemIsDeadTheyAreStartedAnew() throws {
        let bench = try ended()
        var ledger = bench.ledger
        _ = take(.answered(.old, .ended(status: nil, lastOutput: "")), &ledger, at: bench.now)
        let back = try wayBack(bench, knowing: ledger)
        #expect(back.release?.plan.instances.map(\.run) == [RunNumber(3)])
        #expect(back.state.effects.contains(.release(production, .stopInstance(.old, within: .seconds(10)))))
    }

    @Test func aRunThatWatchesEndsLater() throws {
        var bench = try Bench.promoted(.sample(watch: .seconds(30), keepOld: .seconds(600)))
        #expect(bench.phase == .watching)
        try bench.take(.tick, after: .seconds(30))
        #expect(bench.phase == .draining)
    }
}
