import Delivery
import Judge

/// Values for events, chosen to be awkward in JSON and SQL.
enum Sample {
    static let ana = Actor(name: "ana \"o'hara\"", groups: ["release", "größe"])
    static let change = Change(commit: "4f2c1a9", title: "Add gift cards\n<b>&amp; \u{2028}</b>", author: nil)
    static let step = StepID(stage: "build", index: 1)
    static let endpoint = Endpoint(address: "127.0.0.1", port: 8081)
    static let instance = InstanceID(run: RunNumber(128), host: .local, slot: .green, index: 0)
    static let problem = Problem(what: "start the service", why: "no such file: \\bin\\server")

    static let artifact = Artifact(digest: digest, version: "1.42.0", size: ByteCount(bytes: .max))
    static let deployment = Deployment(
        artifact: artifact, slot: .green, run: RunNumber(128),
        instances: [PlacedInstance(id: instance, endpoint: endpoint)],
        check: ServiceCheck(path: "/healthz?a=%22", within: .seconds(1), listen: endpoint))

    private static let digest: Digest = {
        guard let digest = Digest(String(repeating: "0a", count: 32)) else { preconditionFailure("not a digest") }
        return digest
    }()

    static func plan(previous: Deployment?) -> ReleasePlan {
        ReleasePlan(step: step, artifact: artifact, previous: previous, slot: .green, instances: [instance])
    }

    static let failures: [InstanceFailure] = [
        .notReady(detail: "no answer within 30s", lastOutput: "\u{1B}[31mpanic\u{0}"),
        .exited(status: "signal 9", lastOutput: ""),
        .exited(status: nil, lastOutput: "ready\n"),
        .notResponding(detail: "timed out"),
        .portTaken(port: 9100, by: PortHolder(account: "mallory", process: 4711, program: "e v\u{1B}e")),
        .portTaken(port: 9100, by: PortHolder(account: "1001")),
    ]

    static let causes: [RollbackCause] = [
        .unhealthy(finding), .ordered(by: ana, reason: nil), .cancelled(by: ana, reason: "wrong branch"),
        .errored(problem), .noData(requests: 12, needed: 500),
    ]

    static let failedRequest = FailedRequest(
        time: .noon, request: "GET /cart?x=%22", status: 503, server: "green/local-1", termination: "SH--")

    /// The evidence is a number that only 17 digits tell apart from its neighbours.
    static let finding = Finding(
        rule: "errors", value: "5.1% (51 of 1000)", limit: "1.5x stable + 0.05%", evidence: 1000.000_000_000_000_1,
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
                steps: [.run(command: "make dist", name: nil), .artifact(path: "dist", versionFrom: "V")]),
            Stage(
                name: "production", gate: ApprovalRule(approvers: ["group:release"], expires: .seconds(60)),
                steps: [.deploy(environment: "production")]),
        ],
        environments: ["production": production])

    private static let production = Environment(
        service: Service(start: "./server --port $PORT", instances: 2), traffic: TrafficRoute(listen: endpoint),
        strategy: CanaryStrategy(steps: [Share(percent: 1), Share(percent: 25)], bake: Bake(duration: .seconds(60))),
        health: [
            .responding(path: "/healthz", within: .seconds(1)), .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)),
            .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(300)),
        ])
}
