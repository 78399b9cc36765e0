import Delivery
import Testing
import Values

/// An order is for what its giver saw: what has changed since is refused, and what only stops never is.
@Suite struct SeenChangeTests {
    private static let commit = String(repeating: "4f", count: 20)

    /// At its gate, with a commit and an artifact.
    private func waiting() throws -> Bench {
        var bench = Bench()
        var change = Bench.change
        change.commit = Self.commit
        try bench.take(
            .start(pipeline: Bench.pipeline(gate: ApprovalRule()), change: change, by: Bench.kim, workspace: "/srv"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        return bench
    }

    private static let others = [
        SeenChange(run: RunNumber(1)), SeenChange(stage: "staging"), SeenChange(commit: "4f4f4f4"),
        SeenChange(digest: Artifact.sample("c", version: "2.0.0").digest),
    ]

    @Test(arguments: [Order.approve, .reject], others)
    func whatNobodySawIsNotJudged(command: Order, seen: SeenChange) throws {
        var bench = try waiting()
        let before = bench.state
        let refusal = #expect(throws: Refusal.self) { try bench.order(command, seen: seen) }
        #expect(refusal?.description.contains("look at it again") == true)
        #expect(bench.state == before)
    }

    @Test func theRefusalSaysWhatWasSeenAndWhatIsThere() throws {
        var bench = try waiting()
        let seen = SeenChange(run: RunNumber(2), digest: Artifact.sample("c", version: "2.0.0").digest)
        #expect(
            throws: Refusal(
                "what you saw was run #2, artifact cccccccccccc, and now it is run #2, stage production, "
                    + "commit 4f4f4f4f4f4f, artifact bbbbbbbbbbbb: look at it again (slipway status), and then decide")
        ) { try bench.order(.approve, seen: seen) }
    }

    /// Clients of earlier versions say nothing; others may say a part.
    @Test(arguments: [
        nil, SeenChange(), SeenChange(run: RunNumber(2)), SeenChange(stage: "production", commit: commit),
        SeenChange(digest: Artifact.new.digest),
    ])
    func whatIsStillSoIsApproved(seen: SeenChange?) throws {
        var bench = try waiting()
        try bench.order(.approve, seen: seen)
        #expect(bench.phase == .preparing)
    }

    @Test func theApprovalSaysOfWhat() throws {
        var bench = try waiting()
        let events = try bench.order(.approve, seen: SeenChange(bench.state))
        let digest = Artifact.new.digest
        #expect(
            events.first
                == .stage("production", .approved(by: Bench.ana, reason: nil, commit: Self.commit, digest: digest)))
        let approval = bench.state.stages.last?.approval
        #expect(approval?.commit == Self.commit && approval?.digest == digest && approval?.answeredBy == Bench.ana)
    }

    @Test(arguments: [Order.promote, .resume], others.filter { $0.stage == nil })
    func whatNobodySawIsNotWidened(command: Order, seen: SeenChange) throws {
        var bench = try Bench.baking()
        if command == .resume { try bench.order(.halt) }
        #expect(throws: Refusal.self) { try bench.order(command, seen: seen) }
        try bench.order(command, seen: SeenChange(bench.state))
    }

    @Test(arguments: [Order.halt, .rollBack, .cancel], others)
    func whatWasSeenNeverStopsAStop(command: Order, seen: SeenChange) throws {
        var bench = try Bench.baking()
        #expect(try !bench.order(command, seen: seen).isEmpty)
    }

    @Test func aRunThatWasTakenOverSaysByWhich() throws {
        var runs = SeveralRuns(.superseded, gate: ApprovalRule())
        for number in 1...2 {
            try runs.start(number)
            try runs.build(number)
        }
        #expect(runs.result(1) == .superseded)
        #expect(throws: Refusal("run #1 has been superseded by run #2")) { try runs.order(.approve, run: 1) }
        try runs.order(.approve, run: 2)
    }

    // MARK: - Which run

    @Test func whoDoesNotSayWhichRunIsToldWhatThereIs() throws {
        let waiting = try waiting().state
        let baking = try Bench.baking().state
        #expect(
            UnnamedRun(.approve, outOf: [waiting, baking]).sentences(options: " --state s") == [
                "approve needs the number of a run, so that it is for the change that you looked at",
                "run #2 of shop waits for an approval of production, “Add cards”, commit 4f4f4f4f4f4f by Zoe, "
                    + "artifact bbbbbbbbbbbb: slipway approve 2 --state s",
            ])
        #expect(
            UnnamedRun(.promote, outOf: [waiting, baking]).sentences().last
                == "run #2 of shop releases 2.0.0 to production, “Add cards”, artifact bbbbbbbbbbbb: slipway promote 2")
        #expect(UnnamedRun(.reject, outOf: []).sentences().first?.hasSuffix("; no run waits for an approval") == true)
    }

    // MARK: - An artifact that changes

    /// Builds, asks, builds again and deploys; the last stage has no gate of its own.
    private func rebuilt(as artifact: Artifact, gate: ApprovalRule) throws -> Bench {
        var bench = Bench()
        var pipeline = Bench.pipeline()
        pipeline.stages.insert(
            Stage(name: "again", gate: gate, steps: [.artifact(path: "dist", versionFrom: nil)]), at: 1)
        try bench.take(.start(pipeline: pipeline, change: Bench.change, by: Bench.kim, workspace: "/srv"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        try bench.order(.approve)
        try bench.take(.step(StepID(stage: "again", index: 0), .artifactMade(artifact)))
        return bench
    }

    @Test func anApprovalIsOfOneArtifact() throws {
        let gate = ApprovalRule(approvers: ["ana"], expires: .seconds(60))
        #expect(try rebuilt(as: .new, gate: gate).phase == .preparing)
        var bench = try rebuilt(as: .sample("c", version: "2.0.0"), gate: gate)
        #expect(bench.release == nil)
        #expect(bench.state.waitingStage?.name == "production")
        #expect(bench.state.waitingStage?.approval?.expires == bench.now + .seconds(60))
        #expect(throws: Refusal.self) { try bench.order(.approve, by: Actor(name: "eve")) }
        try bench.order(.approve)
        #expect(bench.phase == .preparing)
        #expect(bench.state.stages.last?.approval?.digest == bench.release?.plan.artifact.digest)
    }

    /// Records of earlier versions don't say what was approved.
    @Test func anApprovalThatDoesNotSayOfWhatStands() throws {
        var state = try waiting().state
        state.apply(.stage("production", .approved(by: Bench.ana, reason: nil)), at: Bench.start)
        let events = try state.decide(.tick, ledger: Ledger(), at: Bench.start)
        #expect(events.contains { if case .release(_, .started) = $0 { true } else { false } })
    }
}
