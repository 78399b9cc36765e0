import Delivery
import Judge

/// A run in which everything happens, likely or not: what a fold makes of it shows by which rules it goes.
enum Touchstone {
    /// The run that an event is of; `nil` for what is of none.
    static func run(of event: Event) -> RunNumber? { standingEvents.contains(event) ? nil : RunNumber(2) }
    static let events =
        pipelineEvents + holdEvents + startEvents + bakeEvents + promotionEvents + rollbackEvents + endEvents
        + standingEvents + reopeningEvents

    private static let environment: EnvironmentName = "production"
    private static let person = Actor(name: "ana", groups: ["release"])
    private static let problem = Problem(what: "asking the router", why: "no answer")
    private static let step = StepID(stage: "build", index: 0)
    private static let deployStep = StepID(stage: "production", index: 0)
    private static let endpoint = Endpoint(address: "127.0.0.1", port: 8081)
    private static let green = InstanceID(run: RunNumber(2), host: .local, slot: .green, index: 0)
    private static let blue = InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0)

    private static let pipelineEvents: [Event] =
        [
            .runStarted(
                pipeline: pipeline, change: Change(commit: "4f2c1a9", title: "Add gift cards"), by: person,
                workspace: "/w"),
            .stageStarted(stage: "build"), .stepStarted(step: step),
        ] + [artifact].compactMap { $0 }.map { .artifactMade(step: step, artifact: $0) } + [
            .stepFinished(step: step, result: .succeeded, detail: "1.42.0"),
            .stepFinished(
                step: step, result: .succeeded, detail: nil, title: "compile",
                output: OutputEnd(path: "/s/output", lines: ["made"], leftOut: 1)),
            .stageFinished(stage: "build", result: .succeeded), .stageStarted(stage: "production"),
            .approvalRequested(stage: "production", expires: Timestamp(milliseconds: 9_000)),
            .approved(
                stage: "production", by: person, reason: "looked at it", commit: "4f2c1a9", digest: artifact?.digest),
            .stepStarted(step: deployStep),
        ]

    private static let holdEvents: [Event] = [
        .held(stage: "production", cause: .environmentLocked(environment, by: RunNumber(1))),
        .held(stage: "production", cause: .environmentFrozen(environment, by: person, reason: "holidays")),
        .holdEnded(stage: "production"), .held(stage: "production", cause: .stageOccupied(by: RunNumber(1))),
    ]

    /// What is of no run.
    static let standingEvents: [Event] = [
        .environmentFrozen(environment: environment, by: person, reason: "holidays"),
        .environmentFrozen(environment: "staging", by: person, reason: "holidays"),
        .environmentUnfrozen(environment: "staging", by: person, reason: "over"),
        .transitionDisabled(stage: "production", by: person, reason: "on fire"),
        .transitionDisabled(stage: "build", by: person, reason: "on fire"),
        .transitionEnabled(stage: "build", by: person, reason: "put out"),
        .transitionDisabled(stage: "build", by: person, reason: "on fire", pipeline: "shop"),
        .commandTaken(id: "77", events: 1),
        .monitorFailed(monitor: monitor, detail: "503"), .monitorRecovered(monitor: monitor),
        .monitorReported(monitor: monitor, report: MonitorReport()),
        .monitorFailed(monitor: MonitorID(pipeline: "shop", name: "cart"), detail: "503"),
        .routerDown(environment: environment, detail: "nothing listens"), .routerUp(environment: environment),
        .routerUp(environment: environment, startedAgain: true),
        .routerDown(environment: environment, detail: "still nothing"),
        .eventsLost(after: 40, through: 44, by: person, reason: "the disk broke"),
    ]

    private static let monitor = MonitorID(pipeline: "shop", name: "checkout")

    private static let startEvents: [Event] =
        [plan].compactMap { $0 }.map { .releaseStarted(environment: environment, plan: $0) } + [
            .stableAsked(environment: environment, answering: 0, down: [InstanceTrouble(blue, gone)]),
            .instanceUp(environment: environment, instance: blue),
            .releasePrepared(environment: environment, renewed: [.local]),
            .instanceStarted(environment: environment, instance: green, endpoint: endpoint),
            .instanceReady(environment: environment, instance: green, took: .milliseconds(120)),
            .probeFailed(environment: environment, instance: green, detail: "503"),
            .takenUp(by: person), .commandTaken(id: "4f2c", events: 1),
            .instanceReady(
                environment: environment, instance: green, took: .milliseconds(80), note: .unknown(why: "hidden")),
            .candidateAttached(environment: environment),
            .stableAsked(environment: environment, answering: 1, down: []),
            .instanceDown(environment: environment, instance: blue, failure: gone),
            .instanceDown(environment: environment, instance: blue, failure: taken),
        ]

    private static let taken = InstanceFailure.portTaken(
        port: 4000, by: PortHolder(account: "mallory", process: 4711, program: "eve"))

    private static let gone = InstanceFailure.exited(status: "signal 9", lastOutput: "")

    private static let bakeEvents: [Event] =
        [
            .trafficShifting(environment: environment, to: Share(percent: 5)),
            .trafficShifted(environment: environment, to: Share(percent: 5), took: .milliseconds(2)),
        ] + samples + [
            .clockJumped(by: .milliseconds(1500)), .clockJumped(by: .milliseconds(-700)),
            .leaseLost(environment: environment),
            .halted(environment: environment, by: person, reason: "lunch"),
            .resumed(environment: environment, by: person, reason: nil),
            .stepPassed(environment: environment, share: Share(percent: 5), requests: 400),
            .retryScheduled(environment: environment, problem: problem, at: Timestamp(milliseconds: 30_000)),
            .retried(environment: environment),
            .routerDown(environment: environment, detail: "it ended"),
            .routerUp(environment: environment, startedAgain: true),
        ]

    private static let promotionEvents: [Event] =
        [.promotionStarted(environment: environment, by: .policy, reason: nil)]
        + [artifact].compactMap { $0 }.map { .promoted(environment: environment, deployment: deployment($0, green)) }
        + [
            .oldReleased(environment: environment),
            .drainStarted(environment: environment, slot: .blue, open: 12, within: .seconds(30)),
        ] + [.drained(environment: environment, slot: .blue, cut: 1)]

    private static let rollbackEvents: [Event] = [
        .verdictReached(environment: environment, verdict: .unhealthy, finding: finding),
        .instanceFailed(environment: environment, instance: green, failure: .notResponding(detail: "timed out")),
        .rollbackStarted(environment: environment, cause: .unhealthy(finding)),
        .withdrawn(environment: environment, took: .milliseconds(7), confirmed: true),
        .instanceStopped(environment: environment, instance: green),
        .instanceAbandoned(environment: environment, instance: blue, problem: problem),
    ]

    private static let endEvents: [Event] = [
        .routerClosing(environment: environment), .routerClosed(environment: environment),
        .releaseFinished(
            environment: environment, result: .rolledBack, running: nil,
            down: [StandingTrouble(blue, Outage(since: Timestamp(milliseconds: 7), failure: gone))],
            router: "it is not installed"),
        .rejected(stage: "production", by: person, reason: "no"), .approvalExpired(stage: "production"),
        .cancelRequested(by: person, reason: nil), .runFinished(result: .rolledBack, finding: finding),
    ]

    private static let reopeningEvents: [Event] = [
        .runReopened(
            place: RunPlace(pipeline: "shop", queue: .queued, ahead: ["production"]), by: person, reason: nil),
        .stepRetried(step: deployStep), .stepSkipped(step: step, by: person, reason: "flaky"),
        .superseded(by: RunNumber(3)),
    ]

    private static let artifact = Digest(String(repeating: "4f", count: 32)).map {
        Artifact(digest: $0, version: "1.42.0", size: ByteCount(bytes: 1 << 20))
    }

    private static let plan = artifact.map {
        ReleasePlan(step: deployStep, artifact: $0, previous: deployment($0, blue), slot: .green, instances: [green])
    }

    private static func deployment(_ artifact: Artifact, _ id: InstanceID) -> Deployment {
        Deployment(
            artifact: artifact, slot: id.slot, run: id.run, instances: [PlacedInstance(id: id, endpoint: endpoint)])
    }

    private static let finding = Finding(
        rule: "errors", value: "5 %", limit: "1 %", evidence: 1234.5, failedRequests: 51, firstFailure: failure,
        instance: green, unseenRequests: 3, hasGap: true)

    private static let failure = FailedRequest(
        time: Timestamp(milliseconds: 1), request: "GET /", status: 503, server: "green/local-1", termination: "SH")

    /// Enough of them, and bad enough, for every judge to have an opinion.
    private static let samples: [Event] = (1...24).map { tick in
        var latency = LatencyHistogram()
        latency.record(.milliseconds(10 * tick), count: 50)
        let dispatch = Dispatch(
            share: Share(percent: 5), stable: Outcomes(requests: 950, bad: 1),
            candidate: Outcomes(requests: 50, bad: tick % 4))
        return .trafficSampled(
            environment: environment,
            sample: TrafficSample(
                duration: .milliseconds(700), dispatches: [dispatch], stableLatency: latency,
                candidateLatency: latency, firstFailure: failure, lostLogs: tick,
                silentRequests: tick == 24 ? 12 : nil, surplusLines: tick == 23 ? 30 : nil))
    }

    private static let pipeline = Pipeline(
        name: "shop", release: .manual,
        stages: [
            Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)]),
            Stage(
                name: "production", gate: ApprovalRule(approvers: ["group:release"]),
                steps: [.deploy(environment: environment)]),
        ],
        environments: [environment: settings])

    private static let settings = Environment(
        service: Service(start: "./server"), traffic: TrafficRoute(listen: endpoint),
        strategy: CanaryStrategy(steps: [Share(percent: 5)], bake: Bake(duration: .seconds(10))),
        health: [
            .responding(path: "/", within: .seconds(1)), .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)),
            .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(200)),
        ])
}
