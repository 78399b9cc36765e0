import Delivery
import Judge
import SlipwayTesting
import Values

/// Values for events, chosen to be awkward in JSON and SQL.
enum Sample {
    static let ana = Actor(name: "ana \"o'hara\"", groups: ["release", "größe"])
    static let change = Change(commit: "4f2c1a9", title: "Add gift cards\n<b>&amp; \u{2028}</b>", author: nil)
    static let knownChange = Change(
        commit: "4f2c1a9", title: "Add gift cards", author: "ana@example.org",
        authorship: [
            "production": Authorship(
                since: "1b2c3d4", sinceRun: RunNumber(127),
                authors: [Authorship.Author(email: "ana@example.org", accounts: ["ana"])], gap: "a shallow clone",
                register: "slipway.yml")
        ],
        commits: [
            "production": CommitList(
                since: "1b2c3d4", count: 51, removed: 1,
                newest: [CommitList.Commit(commit: "4f2c1a9", title: "Add gift cards", author: "Ana O'Hara")])
        ], isDirty: true)
    static let step = StepID(stage: "build", index: 1)
    static let endpoint = Endpoint(address: "127.0.0.1", port: 8081)
    static let instance = InstanceID(run: RunNumber(128), host: .local, slot: .green, index: 0)
    static let problem = Problem(what: "start the service", why: "no such file: \\bin\\server")

    static let artifact = Artifact(digest: digest, version: "1.42.0", size: ByteCount(bytes: .max))
    static let deployment = Deployment(
        artifact: artifact, slot: .green, run: RunNumber(128),
        instances: [PlacedInstance(id: instance, endpoint: endpoint)],
        check: ServiceCheck(path: "/healthz?a=%22", within: .seconds(1), listen: endpoint, listener: .any),
        commit: "4f2c1a9")

    static let ruledDeployment = Deployment(
        artifact: artifact, slot: .green, run: RunNumber(128), instances: [], rules: DeliveryRules(pipeline))

    private static let digest: Digest = {
        guard let digest = Digest(String(repeating: "0a", count: 32)) else { preconditionFailure("not a digest") }
        return digest
    }()

    static func plan(previous: Deployment?) -> ReleasePlan {
        ReleasePlan(step: step, artifact: artifact, previous: previous, slot: .green, instances: [instance])
    }

    static let wholePlan = ReleasePlan(
        step: step, artifact: artifact, previous: deployment, slot: .blue,
        instances: [InstanceID(run: RunNumber(129), host: .local, slot: .blue, index: 1, attempt: 2)],
        commit: "4f2c1a9",
        ladder: Ladder(
            rungs: [
                Rung(exposure: .share(Share(percent: 5)), bake: Bake(duration: .seconds(60), requests: 500)),
                Rung(exposure: .instances(1, of: 4), bake: Bake(duration: .seconds(60))),
            ], batch: 2),
        platform: .haproxy, replacement: .inPlace)

    static let reasons: [Reason] = [
        .words("lunch"), .tooFewRequests(came: 12, needed: 500), .noLog(.silent(requests: 12)),
        .noLog(.surplus(lines: 30)), .unclear, .unhealthy(finding), .candidateDown(version: "1.42.0"),
        .stableDown(StableOutage(version: "1.41.0", instances: 2, takenPort: nil)),
        .nobodyToReturnTo(
            StableOutage(version: "1.41.0", instances: 2, takenPort: failures.last), because: .errored(problem)),
    ]

    static let failures: [InstanceFailure] = [
        .notReady(detail: "no answer within 30s", lastOutput: "\u{1B}[31mpanic\u{0}"),
        .exited(status: "signal 9", lastOutput: ""),
        .exited(status: nil, lastOutput: "ready\n"),
        .notResponding(detail: "timed out"), .unhealthy(rule: "tcp", detail: "refused"),
        .portTaken(port: 9100, by: PortHolder(account: "mallory", process: 4711, program: "e v\u{1B}e")),
        .portTaken(port: 9100, by: PortHolder(account: "1001")),
    ]

    static let reports: [StepReport] = [
        .exited(code: 22), .signalled(9), .artifact(artifact), .missing("there is no folder dist"), .problem(problem),
        .nothingToRelease, .newerInService(version: "1.0", run: RunNumber(3), environment: "production"),
        .migratedSince(run: RunNumber(14), environment: "production"),
        .release(ReleaseReport(problem: problem, silentVersion: "1.1", instances: 2, routerProblem: "gone")),
        .answered(after: .milliseconds(12)), .badAnswer("answered 503"), .timedOut(after: .seconds(60)),
        .timedOut(after: .seconds(90), ofStage: true), .words("as it once was"),
    ]

    static let measurements: [(Measurement, MeasurementLimit)] = [
        (.errors(Outcomes(requests: 9, bad: 2), stable: nil), .errors(Share(percent: 5))),
        (.p99(.microseconds(1_234_567)), .p99(.milliseconds(300))), (.p99(nil), .p99(.seconds(1))),
        (.notReady("no answer"), .readyWithin(.seconds(30))), (.ended("signal 9"), .keepsRunning),
        (.ended(nil), .keepsRunning), (.badAnswer("503"), .answers(path: "/healthz", within: .seconds(1))),
        (.portTaken(port: 9100, by: PortHolder(account: "eve")), .listensItself), (.words("5 %"), .words("1 %")),
    ]

    static let findings = measurements.map { Finding(rule: "a rule", value: $0, limit: $1) }

    static let causes: [RollbackCause] = [
        .unhealthy(finding), .ordered(by: ana, reason: nil), .cancelled(by: ana, reason: "wrong branch"),
        .errored(problem), .noData(requests: 12, needed: 500),
    ]

    static let failedRequest = FailedRequest(
        time: .noon, request: "GET /cart?x=%22", status: 503, server: "green/local-1", termination: "SH--")

    /// The evidence is a number that only 17 digits tell apart from its neighbours.
    static let finding = Finding(
        rule: "errors", value: .errors(Outcomes(requests: 1000, bad: 51), stable: Outcomes.none),
        limit: .comparedWithStable(worseBy: 1.5, tolerance: Share(basisPoints: 5)), evidence: 1000.000_000_000_000_1,
        failedRequests: 51, firstFailure: failedRequest, instance: instance,
        unseenRequests: 3, hasGap: true)

    static let traffic: TrafficSample = {
        var latency = LatencyHistogram()
        latency.record(.milliseconds(12), count: 40)
        latency.record(.milliseconds(250))
        let dispatch = Dispatch(
            share: Share(percent: 5), stable: Outcomes(requests: 950, bad: 1), candidate: Outcomes(requests: 50, bad: 5)
        )
        return TrafficSample(
            duration: .milliseconds(100), dispatches: [dispatch], stableLatency: latency, firstFailure: failedRequest,
            lostLogs: 7, silentRequests: 12, surplusLines: 3)
    }()

    static let pipeline = Pipeline(
        name: "shop", release: .automatic(acceptRisk: "a demo"), source: Source(git: ".", branch: "main"),
        stages: [
            Stage(
                name: "build",
                timeout: .seconds(5400),
                steps: [
                    Step(
                        .run(RunStep(command: "make dist")),
                        terms: StepTerms(
                            timeout: .seconds(60), retry: RetryRule(times: 2, backoff: .seconds(2)),
                            continuesOnError: true, condition: .always)), .artifact(path: "dist", versionFrom: "V"),
                ]),
            Stage(
                name: "smoke",
                steps: [Step(.check(CheckStep(check: HTTPCheck(url: "https://shop.example", status: 204))), name: "up")]
            ),
            Stage(
                name: "production", gate: ApprovalRule(approvers: ["group:release"], expires: .seconds(60)),
                isParallel: true, steps: [.deploy(environment: "production"), .deploy(environment: "staging")]),
        ],
        environments: ["production": production, "staging": staging],
        monitors: [
            Monitor(
                name: "checkout", check: HTTPCheck(url: "https://shop.example/checkout"), every: .seconds(30),
                alertAfter: 3)
        ], passEnv: ["LANG"])

    /// In place, and all at once.
    private static let staging = Environment(
        service: Service(start: "./server", replacement: .inPlace), traffic: TrafficRoute(listen: endpoint),
        platform: PlatformTraits(deadManSwitch: nil, drains: false, countsRequests: false, routesInstances: true),
        strategy: .allAtOnce(AllAtOnceStrategy()), health: [.errorLimit(Share(percent: 1))])

    private static let production = Environment(
        hosts: [.local], service: Service(start: "./server --port $PORT", instances: 2),
        traffic: TrafficRoute(listen: endpoint, stickyCookie: "shop"),
        strategy: .canary(
            CanaryStrategy(steps: [Share(percent: 1), Share(percent: 25)], bake: Bake(duration: .seconds(60)))),
        health: [
            .responding(path: "/healthz", within: .seconds(1)), .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)),
            .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(300)),
            .tcp(TCPRule(within: .milliseconds(500))),
        ])
}
