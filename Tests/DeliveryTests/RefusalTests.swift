import Delivery
import Testing
import Values

/// What a person is told when a command can't be carried out now.
@Suite struct RefusalTests {
    private func expect(
        _ sentence: String, for command: Order, by actor: Actor = Bench.ana, in bench: Bench,
        at location: SourceLocation = #_sourceLocation
    ) {
        var bench = bench
        let before = bench.state
        #expect(throws: Refusal(sentence), sourceLocation: location) { try bench.order(command, by: actor) }
        #expect(bench.state == before, sourceLocation: location)
        #expect(bench.state.refusal(of: command, by: actor) == Refusal(sentence), sourceLocation: location)
    }

    @Test func withoutARelease() throws {
        let bench = try Bench.started()
        for command in [Order.halt, .resume, .promote, .rollBack] {
            expect("no release is under way", for: command, in: bench)
        }
        expect("no stage waits for an approval", for: .approve, in: bench)
        expect("no stage waits for an approval", for: .reject, in: bench)
    }

    @Test func atAGate() throws {
        let rule = ApprovalRule(approvers: ["ana", "group:release"], notAuthor: true)
        let bench = try Bench.built(gate: rule)
        let zoe = Actor(name: "zoe", groups: ["release"])
        expect(
            "zoe wrote a part of this change (zoe@shop.example); someone else must approve it", for: .approve, by: zoe,
            in: bench)
        #expect(bench.state.refusal(of: .reject, by: zoe) == nil)
        expect(
            "eve may not approve this; ana, group:release may", for: .approve, by: Actor(name: "eve"), in: bench)
    }

    @Test func beforeInstancesAreReady() throws {
        expect("the candidate's instances are not ready yet", for: .promote, in: try Bench.starting())
    }

    @Test func whileBaking() throws {
        var bench = try Bench.baking()
        expect("the release is not halted", for: .resume, in: bench)
        try bench.order(.halt)
        expect("the release is already halted", for: .halt, in: bench)
    }

    @Test func anUnhealthyCandidateIsNotResumed() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        try bench.serve(500, bad: 100)
        expect("the candidate is unhealthy; roll back, or promote it all the same", for: .resume, in: bench)
        try bench.order(.promote)
        #expect(bench.phase == .promoting)
    }

    @Test func afterPromotion() throws {
        let bench = try Bench.promoted()
        expect("the candidate already has all traffic", for: .halt, in: bench)
        expect("the candidate is already promoted", for: .promote, in: bench)
    }

    @Test func onceTheOldVersionStops() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        try bench.take(.release(Bench.production, .drained(.blue, cut: 0)))
        expect("the previous version's instances are already being stopped", for: .rollBack, in: bench)
    }

    @Test func whileRollingBack() throws {
        let bench = try Bench.withdrawing()
        for command in [Order.halt, .resume, .promote, .rollBack] {
            expect("the release is already rolling back", for: command, in: bench)
        }
    }

    @Test func twice() throws {
        var bench = try Bench.withdrawing()
        try bench.order(.cancel)
        expect("the run is already being cancelled", for: .cancel, in: bench)
    }

    @Test func afterTheEnd() throws {
        var bench = try Bench.started()
        try bench.order(.cancel)
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.signalled(15))))
        for command in Order.allCases where !command.reopens {
            expect("run #2 has been cancelled", for: command, in: bench)
        }
    }

    /// Whoever asks at that time is in a hurry.
    @Test func aWayBackAfterTheEndIsSaid() throws {
        var bench = try Bench.promoted(.sample(watch: .zero))
        try bench.take(.release(Bench.production, .drained(.blue, cut: 0)))
        try bench.take(.release(Bench.production, .instance(.old, .stopped)))
        #expect(bench.state.result == .succeeded)
        expect(
            "run #2 has ended; to go back to what was before: slipway rollback --environment production --reason TEXT, "
                + "or to any version that is kept: slipway release VERSION --to production", for: .rollBack, in: bench)
        expect("run #2 has succeeded", for: .halt, in: bench)
    }

    @Test func aSecondStart() throws {
        var bench = try Bench.started()
        #expect(throws: Refusal("run #2 has already started")) {
            try bench.take(
                .start(pipeline: Bench.pipeline(), change: Change(title: "x"), by: Bench.ana, workspace: "/"))
        }
    }
}
