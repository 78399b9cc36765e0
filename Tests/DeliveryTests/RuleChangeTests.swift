import Delivery
import Testing
import Values

/// A run whose file has other rules than what is in service is approved under those that it replaces.
@Suite struct RuleChangeTests {
    private let byAna = ApprovalRule(approvers: ["ana"])

    private func inService(_ rules: Pipeline?) -> Deployment {
        Deployment(
            artifact: .sample("a", version: "1.0.0"), slot: .blue, run: RunNumber(1),
            instances: [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))],
            commit: "1b2c3d4", rules: rules.map(DeliveryRules.init))
    }

    /// A run of `pipeline` that has built, while what is in service was released by `former`.
    private func built(_ pipeline: Pipeline, after former: Pipeline?) throws -> Bench {
        var bench = Bench(previous: inService(former))
        try bench.take(.start(pipeline: pipeline, change: Bench.change, by: Bench.kim, workspace: "/srv"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        return bench
    }

    @Test func aGateThatWasPushedAwayIsAskedAllTheSame() throws {
        var bench = try built(Bench.pipeline(), after: Bench.pipeline(gate: byAna))
        #expect(bench.state.phase == .waiting && bench.state.effects.isEmpty)
        #expect(
            bench.state.ruleChange
                == RuleChange(since: RunNumber(1), commit: "1b2c3d4", parts: [.gate], gates: [byAna]))
        #expect(bench.state.waitingStage?.approval?.under == RunNumber(1))
        #expect(throws: Refusal.self) { try bench.order(.approve, by: Bench.zoe) }
        try bench.order(.approve, by: Bench.ana)
        #expect(bench.phase == .preparing)
    }

    /// Nobody could pass both at once, so that each is asked for itself.
    @Test func otherApproversAreNamedByTheEarlierOnes() throws {
        var bench = try built(
            Bench.pipeline(gate: ApprovalRule(approvers: ["zoe"])), after: Bench.pipeline(gate: byAna))
        #expect(bench.state.waitingStage?.approval?.under == nil)
        #expect(throws: Refusal.self) { try bench.order(.approve, by: Bench.ana) }
        try bench.order(.approve, by: Bench.zoe)
        #expect(bench.state.waitingStage?.approval?.under == RunNumber(1))
        #expect(throws: Refusal.self) { try bench.order(.approve, by: Bench.zoe) }
        try bench.order(.approve, by: Bench.ana)
        #expect(bench.phase == .preparing)
    }

    @Test func whoSaysNoEndsTheRun() throws {
        var bench = try built(Bench.pipeline(), after: Bench.pipeline(gate: byAna))
        #expect(throws: Refusal.self) { try bench.order(.reject, by: Bench.zoe) }
        try bench.order(.reject, by: Bench.ana)
        #expect(bench.state.result == .rejected)
    }

    @Test func anEarlierGateExpires() throws {
        let rule = ApprovalRule(approvers: ["ana"], expires: .seconds(60))
        var bench = try built(Bench.pipeline(), after: Bench.pipeline(gate: rule))
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.state.result == .rejected)
    }

    @Test func theSameRulesAskNobodyTwice() throws {
        var bench = try built(Bench.pipeline(gate: byAna), after: Bench.pipeline(gate: byAna))
        try bench.order(.approve)
        #expect(bench.phase == .preparing && bench.state.ruleChange == nil)
    }

    /// What the earlier file asks is what was just answered.
    @Test func theSameGateIsPassedOnce() throws {
        var bench = try built(
            Bench.pipeline(.sample(automatic: false), gate: byAna), after: Bench.pipeline(gate: byAna))
        try bench.order(.approve)
        #expect(bench.phase == .preparing)
        #expect(bench.state.ruleChange?.parts == [.environments])
    }

    @Test func withoutAnEarlierGateItIsOnlySaid() throws {
        var pipeline = Bench.pipeline()
        pipeline.release = .automatic(acceptRisk: "a test")
        pipeline.monitors = [Monitor(name: "page", check: HTTPCheck(url: "http://127.0.0.1/"))]
        let bench = try built(pipeline, after: Bench.pipeline())
        #expect(bench.phase == .preparing)
        #expect(bench.state.ruleChange?.parts == [.release, .monitors])
        #expect(bench.state.ruleChange?.gates == [])
    }

    @Test func whatNobodyKeptIsNothingToGoBy() throws {
        let bench = try built(Bench.pipeline(), after: nil)
        #expect(bench.phase == .preparing && bench.state.ruleChange == nil)
    }

    /// Whoever can push can rename it as well.
    @Test func anotherNameIsNoWayPastTheGate() throws {
        var renamed = Bench.pipeline()
        renamed.name = "shop3"
        let bench = try built(renamed, after: Bench.pipeline(gate: byAna))
        #expect(bench.state.waitingStage?.approval?.under == RunNumber(1))
        // What another pipeline has in service elsewhere is nobody's business.
        var elsewhere = Bench.pipeline()
        elsewhere.name = "blog"
        elsewhere.environments = ["blog": Environment.sample()]
        elsewhere.stages[1].steps = [.deploy(environment: "blog")]
        #expect(try built(elsewhere, after: Bench.pipeline(gate: byAna)).state.ruleChange == nil)
    }

    /// What builds and tests, how stages are called and what earlier programs did not know keeps nobody out.
    @Test func theRestOfTheFileIsFree() throws {
        var former = Bench.pipeline(gate: byAna)
        former.environments[Bench.production]?.platform = nil
        former.environments[Bench.production]?.service.listener = nil
        var pipeline = Bench.pipeline(gate: byAna)
        pipeline.stages[1].name = "live"
        pipeline.stages.insert(
            Stage(name: "lint", steps: [.run(command: "make lint", name: nil)]), at: 1)
        pipeline.source = Source(git: "elsewhere")
        #expect(DeliveryRules(pipeline).parts(differingFrom: DeliveryRules(former)) == [])
    }

    /// The first deployment is what counts, wherever it goes; an environment may only be called differently.
    @Test func itIsAskedBeforeTheFirstDeployment() throws {
        let staging: EnvironmentName = "staging"
        var pipeline = Bench.pipeline(gate: byAna)
        pipeline.environments[staging] = pipeline.environments[Bench.production]
        pipeline.stages.insert(Stage(name: "staging", steps: [.deploy(environment: staging)]), at: 1)
        var bench = try built(pipeline, after: Bench.pipeline(gate: byAna))
        #expect(bench.state.waitingStage?.name == "staging")
        #expect(bench.state.waitingStage?.approval?.under == RunNumber(1))
        try bench.order(.approve)
        #expect(bench.release?.environment == staging)
    }

    /// What is in service changes while somebody thinks: then that counts.
    @Test func itIsMeasuredByWhatIsInServiceThen() throws {
        var bench = try built(Bench.pipeline(gate: ApprovalRule()), after: Bench.pipeline(gate: ApprovalRule()))
        bench.putIntoService(
            Deployment(
                artifact: .sample("c", version: "1.5.0"), slot: .green, run: RunNumber(1),
                instances: [PlacedInstance(id: .old, endpoint: .candidate)],
                rules: DeliveryRules(Bench.pipeline(gate: byAna))))
        try bench.order(.approve, by: Bench.zoe)
        #expect(bench.state.waitingStage?.approval?.under == RunNumber(1))
        try bench.order(.approve, by: Bench.ana)
        #expect(bench.phase == .preparing)
    }
}
