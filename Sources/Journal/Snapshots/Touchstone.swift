import Delivery
import Judge
import Values

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
            .run(
                .started(
                    pipeline: pipeline, change: Change(commit: "4f2c1a9", title: "Add gift cards"), by: person,
                    workspace: "/w")),
            .run(.sourceTaken(pipeline: pipeline, change: Change(commit: "4f2c1a9", title: "Add more gift cards"))),
            .stage("build", .started), .step(step, .started),
        ] + [artifact].compactMap { $0 }.map { .step(step, .artifactMade(artifact: $0)) } + [
            .step(step, .finished(result: .succeeded, report: .words("1.42.0"))),
            .step(
                step,
                .finished(
                    result: .succeeded, title: "compile",
                    output: OutputEnd(path: "/s/output", lines: ["made"], leftOut: 1))),
            .stage("build", .finished(result: .succeeded)), .stage("production", .started),
            .stage("production", .approvalRequested(expires: Timestamp(milliseconds: 9_000))),
            .run(.rulesChanged(rules)), .stage("production", .approvalRequested(expires: nil, under: RunNumber(1))),
            .stage(
                "production", .approved(by: person, reason: "looked at it", commit: "4f2c1a9", digest: artifact?.digest)
            ),
            .step(deployStep, .started),
        ]

    private static let rules = RuleChange(
        since: RunNumber(1), commit: "1b2c3d4", parts: RulePart.allCases, gates: [ApprovalRule(approvers: ["ana"])])

    private static let holdEvents: [Event] = [
        .run(.blocked(stage: "production", cause: .environmentLocked(environment, by: RunNumber(1)))),
        .run(
            .blocked(
                stage: "production", cause: .environmentFrozen(environment, by: person, reason: "holidays"))),
        .run(.unblocked(stage: "production")),
        .run(.blocked(stage: "production", cause: .stageOccupied(by: RunNumber(1)))),
        .step(deployStep, .blocked(cause: .environmentLocked(environment, by: RunNumber(1)))),
        .step(deployStep, .unblocked),
    ]

    /// What is of no run.
    static let standingEvents: [Event] = [
        .standing(.environmentFrozen(environment: environment, by: person, reason: "holidays")),
        .standing(.environmentFrozen(environment: "staging", by: person, reason: "holidays")),
        .standing(.environmentUnfrozen(environment: "staging", by: person, reason: "over")),
        .standing(.transitionDisabled(stage: "production", by: person, reason: "on fire")),
        .standing(.transitionDisabled(stage: "build", by: person, reason: "on fire")),
        .standing(.transitionEnabled(stage: "build", by: person, reason: "put out")),
        .standing(.transitionDisabled(stage: "build", by: person, reason: "on fire", pipeline: "shop")),
        .orderTaken(id: "77", events: 1),
        .monitor(monitor, .failed(detail: "503")), .monitor(monitor, .recovered),
        .monitor(monitor, .reported(report: MonitorReport())),
        .monitor(MonitorID(pipeline: "shop", name: "cart"), .failed(detail: "503")),
        .service(environment, .routerDown(detail: "nothing listens")), .service(environment, .routerUp()),
        .service(environment, .routerUp(startedAgain: true)),
        .service(environment, .routerDown(detail: "still nothing")),
        .standing(.environmentTakenDown(environment: environment, by: person, reason: "a new disk")),
        .service(environment, .oldEnding), .service(environment, .oldEnded(left: [])),
        .service(environment, .serviceStopped(left: [])),
        .standing(.environmentBroughtUp(environment: environment, by: person, reason: "it is in")),
        .service(environment, .instanceRestarting(instance: green, start: 2)),
        .service(environment, .restartFailed(instance: green, problem: Problem(what: "starting it", why: "no room"))),
        .service(environment, .instanceRestarting(instance: green, start: 3)),
        .service(environment, .instanceRestarted(instance: green)),
        .service(environment, .instanceGivenUp(instance: green, starts: 20)),
        .eventsLost(after: 40, through: 44, by: person, reason: "the disk broke"),
    ]

    private static let monitor = MonitorID(pipeline: "shop", name: "checkout")

    private static let startEvents: [Event] =
        [plan].compactMap { $0 }.map { .release(environment, .started(plan: $0)) } + [
            .release(environment, .stableAsked(answering: 0, down: [InstanceTrouble(blue, gone)])),
            .service(environment, .instanceUp(instance: blue)),
            .release(environment, .prepared(renewed: [.local])),
            .release(environment, .instance(green, .started(endpoint: endpoint))),
            .release(environment, .instance(green, .ready(took: .milliseconds(120)))),
            .release(environment, .instance(green, .probeFailed(detail: "503"))),
            .run(.takenUp(by: person)), .orderTaken(id: "4f2c", events: 1),
            .release(environment, .instance(green, .ready(took: .milliseconds(80), note: .unknown(why: "hidden")))),
            .release(environment, .candidateAttached), .release(environment, .requestsRouted(to: [blue, green])),
            .release(environment, .stableAsked(answering: 1, down: [])),
            .service(environment, .instanceDown(instance: blue, failure: gone)),
            .service(environment, .instanceDown(instance: blue, failure: taken)),
        ]

    private static let taken = InstanceFailure.portTaken(
        port: 4000, by: PortHolder(account: "mallory", process: 4711, program: "eve"))

    private static let gone = InstanceFailure.exited(status: "signal 9", lastOutput: "")

    private static let bakeEvents: [Event] =
        [
            .release(environment, .trafficShifting(to: Share(percent: 5))),
            .release(environment, .trafficShifted(to: Share(percent: 5), took: .milliseconds(2))),
        ] + samples + [
            .run(.clockJumped(by: .milliseconds(1500))), .run(.clockJumped(by: .milliseconds(-700))),
            .release(environment, .leaseLost),
            .release(environment, .halted(by: person, reason: .words("lunch"))),
            .release(environment, .resumed(by: person, reason: nil)),
            .release(environment, .rungPassed(share: Share(percent: 5), requests: 400)),
            .release(environment, .retryScheduled(problem: problem, at: Timestamp(milliseconds: 30_000))),
            .release(environment, .retried),
            .service(environment, .routerDown(detail: "it ended")),
            .service(environment, .routerUp(startedAgain: true)),
        ]

    private static let promotionEvents: [Event] =
        [.release(environment, .databaseMigrated), .release(environment, .promotionStarted(by: .policy, reason: nil))]
        + [artifact].compactMap { $0 }.map {
            .release(environment, .versionReady(artifact: $0, commit: "4f2c1a9", ahead: 3))
        }
        + [artifact].compactMap { $0 }.map { .release(environment, .promoted(deployment: deployment($0, green))) }
        + [
            .release(environment, .oldReleased), .release(environment, .oldKept(for: .seconds(5))),
            .release(environment, .drainStarted(slot: .blue, open: 12, within: .seconds(30))),
        ] + [.release(environment, .drained(slot: .blue, cut: 1))]

    private static let rollbackEvents: [Event] = [
        .release(environment, .verdictReached(verdict: .unhealthy, finding: finding)),
        .release(environment, .instance(green, .failed(failure: .notResponding(detail: "timed out")))),
        .release(environment, .instance(green, .failed(failure: .unhealthy(rule: "tcp", detail: "refused")))),
        .release(environment, .rollbackStarted(cause: .unhealthy(finding))),
        .release(environment, .withdrawn(took: .milliseconds(7), confirmed: true)),
        .release(environment, .instance(green, .placed)), .release(environment, .instance(green, .drained(cut: 2))),
        .release(environment, .instance(green, .stopped)),
        .release(environment, .instance(blue, .abandoned(problem: problem))),
    ]

    private static let endEvents: [Event] = [
        .release(environment, .routerClosing), .release(environment, .routerClosed),
        .release(
            environment,
            .finished(
                result: .rolledBack, running: nil,
                down: [StandingTrouble(blue, Outage(since: Timestamp(milliseconds: 7), failure: gone))],
                router: "it is not installed")),
        .stage("production", .rejected(by: person, reason: "no")), .stage("production", .approvalExpired),
        .run(.cancelRequested(by: person, reason: nil)), .run(.finished(result: .rolledBack, finding: finding)),
    ]

    private static let reopeningEvents: [Event] = [
        .run(
            .reopened(place: RunPlace(pipeline: "shop", queue: .queued, ahead: ["production"]), by: person, reason: nil)
        ),
        .step(deployStep, .retried()), .step(step, .timedOut(after: .seconds(60))),
        .step(step, .retried(after: .seconds(2))), .stage("build", .timedOut(after: .seconds(90))),
        .step(step, .skipped(by: person, reason: "flaky")),
        .run(.superseded(by: RunNumber(3))),
    ]

    private static let artifact = Digest(String(repeating: "4f", count: 32)).map {
        Artifact(digest: $0, version: "1.42.0", size: ByteCount(bytes: 1 << 20))
    }

    private static let plan = artifact.map {
        ReleasePlan(step: deployStep, artifact: $0, previous: deployment($0, blue), slot: .green, instances: [green])
    }

    private static func deployment(_ artifact: Artifact, _ id: InstanceID) -> Deployment {
        Deployment(
            artifact: artifact, slot: id.slot, run: id.run, instances: [PlacedInstance(id: id, endpoint: endpoint)],
            rules: DeliveryRules(pipeline))
    }

    private static let finding = Finding(
        rule: "errors", value: .words("5 %"), limit: .words("1 %"), evidence: 1234.5, failedRequests: 51,
        firstFailure: failure,
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
        return .release(
            environment,
            .trafficSampled(
                sample: TrafficSample(
                    duration: .milliseconds(700), dispatches: [dispatch], stableLatency: latency,
                    candidateLatency: latency, firstFailure: failure, lostLogs: tick,
                    silentRequests: tick == 24 ? 12 : nil, surplusLines: tick == 23 ? 30 : nil)))
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
        strategy: .canary(CanaryStrategy(steps: [Share(percent: 5)], bake: Bake(duration: .seconds(10)))),
        health: [
            .responding(path: "/", within: .seconds(1)), .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)),
            .errorLimit(Share(percent: 1)), .latencyLimit(p99: .milliseconds(200)),
        ])
}
