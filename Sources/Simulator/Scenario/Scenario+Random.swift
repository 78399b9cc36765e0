import Delivery
import Values

extension Scenario {
    /// The scenario that a seed stands for: mostly of one run, sometimes of several that meet.
    public init(seed: UInt64) {
        self.init(ofOneRun: seed)
        var random = SplitMix64(seed: seed ^ 0x5E7E_4A15)
        if random.chance(Self.shareOfSeveralRuns) { addRuns(&random) }
        var blindness = SplitMix64(seed: seed ^ 0xC10C_4B11)
        addBlindness(&blindness)
        var trouble = SplitMix64(seed: seed ^ 0x0DD5_7AB1)
        if trouble.chance(Self.shareOfOutages) { breakStable(&trouble) }
        var parallel = SplitMix64(seed: seed ^ 0x2B0D_8E11)
        if parallel.chance(Self.shareOfParallelStages) { releaseAtOnce(&parallel) }
        var poverty = SplitMix64(seed: seed ^ 0x91A7_F042)
        pipeline.environments = pipeline.environments.sorted { $0.key < $1.key }.reduce(into: [:]) {
            $0[$1.key] = $1.value.onPlatform(.random(&poverty))
        }
        silenceRouters(&poverty)
        var places = SplitMix64(seed: seed ^ 0x91AC_E5ED)
        if places.chance(Self.shareOfReplacementsInPlace) { replaceInPlace(&places) }
        var kinds = SplitMix64(seed: seed ^ 0xA11A_70CE)
        addKinds(&kinds)
        var terms = SplitMix64(seed: seed ^ 0x7E52_115D)
        limitSteps(&terms)
        var ways = SplitMix64(seed: seed ^ 0xBAC4_0FF5)
        sendBack(&ways)
    }

    /// Somebody goes back, mostly once there is something to go back to.
    private mutating func sendBack(_ random: inout SplitMix64) {
        for index in runs.indices.dropFirst() where random.chance(0.3) {
            runs[index].goesBack = true
            if random.chance(0.8) { runs[index].startsAfter = random.duration(5000...120_000) }
        }
    }

    /// What is rarer: everything at once, probes of a rule's own, checks.
    private mutating func addKinds(_ random: inout SplitMix64) {
        for name in pipeline.environments.keys.sorted() {
            if random.chance(0.05) { pipeline.environments[name]?.strategy = .allAtOnce(AllAtOnceStrategy()) }
            if random.chance(0.2) { pipeline.environments[name]?.health.append(.tcp(TCPRule(within: .seconds(1)))) }
        }
        if random.chance(0.1), let last = pipeline.stages.indices.last {
            pipeline.stages[last].steps.insert(
                Step(.check(CheckStep(check: HTTPCheck(url: "https://shop.example/healthz")))), at: 0)
        }
    }

    /// Steps that may take less time than they do, are done again by themselves, may fail, or clean up.
    private mutating func limitSteps(_ random: inout SplitMix64) {
        guard random.chance(Self.shareOfTerms) else { return }
        for stage in pipeline.stages.indices {
            let steps = pipeline.stages[stage].steps
            for step in steps.indices where steps[step].target == nil {
                pipeline.stages[stage].steps[step].terms = .random(for: steps[step], &random)
            }
            if random.chance(0.3), !steps.contains(where: { $0.target != nil }) {
                pipeline.stages[stage].timeout = .milliseconds(Int.random(in: 100...3000, using: &random))
            }
            if random.chance(0.3) {
                let condition = random.chance(0.5) ? StepCondition.always : .failure
                pipeline.stages[stage].steps.append(
                    Step(.run(RunStep(command: "make clean")), terms: StepTerms(condition: condition)))
            }
        }
    }

    private static let shareOfTerms = 0.25

    /// In how many rollouts new instances take the places of old ones.
    private static let shareOfReplacementsInPlace = 0.2

    private mutating func replaceInPlace(_ random: inout SplitMix64) {
        for name in pipeline.environments.keys.sorted() {
            pipeline.environments[name]?.service.replacement = .inPlace
            pipeline.environments[name]?.platform?.routesInstances = true
            // More of them than before, now and then, and fewer.
            if random.chance(0.3) {
                pipeline.environments[name]?.service.instances = Int.random(in: 1...5, using: &random)
            }
        }
    }

    /// In how many rollouts that have two environments a stage releases to both at once.
    private static let shareOfParallelStages = 0.4

    /// Staging is another region then, where the version may be as bad.
    private mutating func releaseAtOnce(_ random: inout SplitMix64) {
        guard pipeline.environments["staging"] != nil, let last = pipeline.stages.popLast() else { return }
        pipeline.stages.removeAll { $0.name == "staging" }
        var steps: [Step] = [.deploy(environment: "production"), .deploy(environment: "staging")]
        if random.chance(0.5) { steps.append(.run(command: "./e2e.sh", name: nil)) }
        pipeline.stages.append(
            Stage(name: last.name, gate: last.gate, isParallel: true, steps: steps.shuffled(using: &random)))
        for index in runs.indices { runs[index].candidates["staging"] = .random(&random) }
    }

    /// Where nothing closes a share by itself, a router that says nothing for long is what matters.
    private mutating func silenceRouters(_ random: inout SplitMix64) {
        let isTried = pipeline.environments.values.contains { $0.platform?.deadManSwitch == nil }
        guard isTried, faults.outages.isEmpty, random.chance(0.3) else { return }
        let start = random.duration(0...20_000)
        faults.outages = [start..<start + random.duration(13_000...40_000)]
    }

    /// Now and then the clock is set, or the request log is lost. Where a question may expire the clock stays as it is:
    /// it is set by another clock than the one that the invariants have.
    private mutating func addBlindness(_ random: inout SplitMix64) {
        if random.chance(0.08), !pipeline.stages.contains(where: { $0.gate?.expires != nil }) {
            let jumps: [Duration] = [.seconds(30), .seconds(3600), .seconds(3), .seconds(-20), .seconds(-3600)]
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                faults.clockJumps.append(
                    ClockJump(after: random.duration(500...15_000), by: random.pick(jumps) ?? .seconds(30)))
            }
        }
        if random.chance(0.08) {
            let start = random.duration(0...10_000)
            faults.logSilences = [start..<start + random.duration(500...20_000)]
        }
    }

    /// In how many rollouts instances of stable die.
    private static let shareOfOutages = 0.2

    /// Before the release or during it; some or all; for good or for a while, once or twice.
    private mutating func breakStable(_ random: inout SplitMix64) {
        for name in sites.keys.sorted() {
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let from = random.chance(0.3) ? Duration.seconds(-1) : random.duration(0...30_000)
                sites[name]?.outages.append(
                    StableOutage(
                        index: random.chance(0.7) ? nil : Int.random(in: 0...2, using: &random), from: from,
                        until: random.chance(0.5) ? nil : from + random.duration(500...20_000)))
            }
        }
    }

    /// Several runs take several times as long.
    private static let shareOfSeveralRuns = 0.12

    /// The scenario of one run that a seed stands for.
    public init(ofOneRun seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let production = Environment.random(&random)
        let staging: Environment? = random.chance(0.25) ? .random(&random) : nil
        let pipeline = Pipeline.random(production: production, staging: staging, &random)
        let (site, candidate) = SitePlan.random(production, &random)
        let change = Change.written(by: "zoe", commit: "4f2c1a9", title: "Add gift cards")
        self.init(
            seed: seed, pipeline: pipeline,
            runs: [RunPlan(change: change, candidates: ["production": candidate])],
            sites: ["production": site])
        if let staging { sites["staging"] = .quiet(staging, &random) }
        sampling = random.chance(0.25) ? .milliseconds(200) : .milliseconds(500)
        disturb(&random)
    }

    /// A third of all rollouts goes undisturbed; the others have faults, crashes or people in them, or all of these.
    private mutating func disturb(_ random: inout SplitMix64) {
        guard !random.chance(1 / 3) else { return }
        let isBroken = random.chance(0.03)
        if random.chance(0.5) { faults = .random(&random) }
        if random.chance(0.5) { crashes = .random(&random) }
        runs[0].answer = .random(&random)
        people = .random(ordering: runs[0].number, &random)
        if isBroken { runs[0].failingAttempts = .randomFailures(&random) }
    }
}

extension PlatformTraits {
    /// Mostly as HAProxy is; sometimes one that can do less.
    fileprivate static func random(_ random: inout SplitMix64) -> PlatformTraits {
        guard random.chance(0.25) else { return .haproxy }
        return PlatformTraits(
            deadManSwitch: random.chance(0.6) ? nil : PlatformTraits.haproxy.deadManSwitch,
            drains: random.chance(0.6), countsRequests: random.chance(0.7))
    }
}

extension Environment {
    fileprivate func onPlatform(_ platform: PlatformTraits) -> Environment {
        var environment = self
        environment.platform = platform
        return environment
    }
}

extension Int {
    /// How often something fails that does.
    static func randomFailures(_ random: inout SplitMix64) -> Int {
        random.pick([1, 2, .max]) ?? 1
    }
}

extension Pipeline {
    fileprivate static func random(
        production: Environment, staging: Environment?, _ random: inout SplitMix64
    ) -> Pipeline {
        var build = Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)])
        for step in 0..<Int.random(in: 0...2, using: &random) {
            build.steps.insert(.run(command: "make part-\(step)", name: nil), at: 0)
        }
        var stages = [build]
        var environments: [EnvironmentName: Environment] = ["production": production]
        if let staging {
            stages.append(
                Stage(name: "staging", steps: [.deploy(environment: "staging"), .run(command: "./e2e.sh", name: nil)]))
            environments["staging"] = staging
        }
        stages.append(Stage(name: "production", gate: .random(&random), steps: [.deploy(environment: "production")]))
        return Pipeline(name: "shop", release: .manual, stages: stages, environments: environments)
    }
}

extension ApprovalRule {
    fileprivate static func random(_ random: inout SplitMix64) -> ApprovalRule? {
        guard random.chance(0.6) else { return nil }
        return ApprovalRule(
            approvers: random.chance(0.5) ? ["ana", "group:release"] : [], notAuthor: random.chance(0.5),
            expires: random.chance(0.3) ? random.duration(1000...20_000) : nil)
    }
}

extension Environment {
    fileprivate static func random(_ random: inout SplitMix64) -> Environment {
        let shares = [[5, 25, 50], [10], [20, 50], [1, 5, 25, 50], [30]]
        let seconds = random.duration(500...3000)
        let bake = Bake(
            duration: seconds, requests: random.pick([0, 100, 300]) ?? 0,
            limit: seconds + random.duration(2000...12_000))
        var environment = Environment(
            service: Service(
                start: "./server", stopWithin: .seconds(3), startWithin: .seconds(5),
                instances: Int.random(in: 1...3, using: &random)),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)),
            strategy: .canary(
                CanaryStrategy(
                    steps: (random.pick(shares) ?? []).map { Share(percent: Double($0)) }, bake: bake)),
            health: healthRules(&random), onNoData: random.pick([.hold, .rollBack, .continue]) ?? .hold,
            rollback: RollbackPolicy(
                automatic: random.chance(0.8)), watch: random.chance(0.5) ? .zero : random.duration(500...4000))
        environment.rollback.keepOld = random.chance(0.5) ? .zero : random.duration(500...4000)
        return environment
    }

    private static func healthRules(_ random: inout SplitMix64) -> [HealthRule] {
        var rules: [HealthRule] = [.errors(worseBy: 1.5, tolerance: Share(basisPoints: 5))]
        if random.chance(0.7) { rules.append(.responding(path: "/healthz", within: .seconds(1))) }
        if random.chance(0.5) { rules.append(.errorLimit(Share(percent: 1))) }
        if random.chance(0.5) { rules.append(.latencyLimit(p99: .milliseconds(300))) }
        return rules
    }
}

extension SitePlan {
    /// The environment, and how the first run's version will behave in it.
    fileprivate static func random(
        _ environment: Environment, _ random: inout SplitMix64
    ) -> (site: SitePlan, candidate: VersionBehaviour) {
        let previous: Deployment? = random.chance(0.8) ? .previous(in: environment, &random) : nil
        let stable = VersionBehaviour(isStubborn: random.chance(0.2))
        let candidate = VersionBehaviour.random(&random)
        let requests: Double = random.pick([0, 5, 200, 500, 1000]) ?? 0
        return (SitePlan(previous: previous, stable: stable, requestsPerSecond: requests), candidate)
    }

    /// Nothing happens there that would keep the pipeline from production.
    fileprivate static func quiet(_ environment: Environment, _ random: inout SplitMix64) -> SitePlan {
        SitePlan(
            previous: random.chance(0.5) ? .previous(in: environment, &random) : nil,
            requestsPerSecond: 500)
    }
}

extension VersionBehaviour {
    static func random(_ random: inout SplitMix64) -> VersionBehaviour {
        let later = random.duration(0...6000)
        let faults: [Fault] = [
            .none, .none, .none, .none, .exitsAtStart, .neverReady, .crashes(after: later), .hangs(after: later),
            .errors(rate: 0.05, after: .zero), .errors(rate: 0.05, after: .zero), .errors(rate: 0.3, after: later),
            .errors(rate: 0.004, after: .zero), .slow,
        ]
        return VersionBehaviour(
            fault: random.pick(faults) ?? .none, startsWithin: random.duration(20...2000),
            isStubborn: random.chance(0.2))
    }
}

extension Deployment {
    /// What users have before the rollout, in either slot.
    fileprivate static func previous(in environment: Environment, _ random: inout SplitMix64) -> Deployment? {
        guard let digest = Digest(String(repeating: "a", count: 64)) else { return nil }
        let slot: Slot = random.chance(0.5) ? .blue : .green
        let run = RunNumber(1)
        return Deployment(
            artifact: Artifact(digest: digest, version: "1.41.0", size: ByteCount(bytes: 1 << 20)), slot: slot,
            run: run,
            instances: (0..<environment.service.instances).map { index in
                PlacedInstance(
                    id: InstanceID(run: run, host: .local, slot: slot, index: index),
                    endpoint: Endpoint(address: "127.0.0.1", port: 20_000 + index))
            })
    }
}

extension StepTerms {
    fileprivate static func random(for step: Step, _ random: inout SplitMix64) -> StepTerms {
        var terms = StepTerms()
        if random.chance(0.4) { terms.timeout = .milliseconds(Int.random(in: 50...1500, using: &random)) }
        if random.chance(0.4) {
            terms.retry = RetryRule(
                times: Int.random(in: 1...3, using: &random),
                backoff: .milliseconds(Int.random(in: 0...800, using: &random)))
        }
        if case .run = step.work, random.chance(0.2) { terms.continuesOnError = true }
        return terms
    }
}
