import Delivery
import Judge
import SlipwayTesting
import Values

extension EventKind {
    /// Events of this kind, with and without what is optional.
    var samples: [Event] {
        switch self {
        case .runStarted, .stageStarted, .approvalRequested, .approved, .rejected,
            .approvalExpired, .stepStarted,
            .artifactMade, .stepFinished, .stageFinished, .cancelRequested, .orderTaken, .takenUp,
            .clockJumped,
            .runFinished, .rulesChanged, .sourceTaken:
            runSamples
        case .blocked, .unblocked, .stepBlocked, .stepUnblocked, .superseded, .runReopened, .stepRetried, .stepSkipped,
            .stageTimedOut, .stepTimedOut:
            waitingSamples
        case .environmentFrozen, .environmentUnfrozen, .transitionDisabled,
            .transitionEnabled, .monitorFailed,
            .monitorRecovered, .monitorReported, .eventsLost, .routerDown, .routerUp:
            standingSamples
        case .instanceRestarting, .instanceRestarted, .restartFailed, .instanceGivenUp, .serviceStopped, .oldEnding,
            .oldEnded,
            .environmentTakenDown, .environmentBroughtUp:
            upkeepSamples
        default: releaseSamples
        }
    }

    private var runSamples: [Event] {
        switch self {
        case .runStarted:
            [Sample.change, Sample.knownChange].map {
                .run(.started(pipeline: Sample.pipeline, change: $0, by: Sample.ana, workspace: "/w/\"1\"\n"))
            } + [
                .run(
                    .started(
                        pipeline: Sample.pipelineWithVariables, change: Sample.change, by: Sample.ana, workspace: "/w"))
            ]
        case .sourceTaken: [.run(.sourceTaken(pipeline: Sample.pipelineWithSource, change: Sample.knownChange))]
        case .stageStarted: [.stage("build", .started)]
        case .approvalRequested:
            [
                .stage("p", .approvalRequested(expires: .noon)), .stage("p", .approvalRequested(expires: nil)),
                .stage("p", .approvalRequested(expires: nil, under: RunNumber(127))),
            ]
        case .approved:
            [
                .stage(
                    "p", .approved(by: Sample.ana, reason: "ok 👍", commit: "4f2c1a9", digest: Sample.artifact.digest)),
                .stage("p", .approved(by: .policy, reason: nil)),
            ]
        case .rejected: [.stage("p", .rejected(by: Sample.ana, reason: "not on a Friday"))]
        case .approvalExpired: [.stage("production", .approvalExpired)]
        case .stepStarted: [.step(Sample.step, .started)]
        case .artifactMade: [.step(Sample.step, .artifactMade(artifact: Sample.artifact))]
        case .stepFinished:
            [
                .step(Sample.step, .finished(result: .failed, report: .exited(code: 1))),
                .step(Sample.step, .finished(result: .succeeded)),
                .step(
                    Sample.step,
                    .finished(
                        result: .failed, report: .exited(code: 1), title: "smoke",
                        output: OutputEnd(path: "/s/runs/3/staging-2/output", lines: ["one", "é 🚢"], leftOut: 7))),
            ] + Sample.reports.map { .step(Sample.step, .finished(result: .errored, report: $0)) }
        case .stageFinished: [.stage("build", .finished(result: .rolledBack))]
        case .rulesChanged:
            [
                .run(
                    .rulesChanged(
                        RuleChange(
                            since: RunNumber(127), commit: "1b2c3d4", parts: RulePart.allCases,
                            gates: [ApprovalRule(approvers: ["ana"], notAuthor: true, expires: .seconds(60))]))),
                .run(.rulesChanged(RuleChange(since: RunNumber(127), commit: nil, parts: [.monitors], gates: []))),
            ]
        case .cancelRequested: [.run(.cancelRequested(by: Sample.ana, reason: nil))]
        case .orderTaken: [.orderTaken(id: "7f3a-1", events: 2)]
        case .takenUp: [.run(.takenUp(by: Sample.ana))]
        case .clockJumped: [.run(.clockJumped(by: .milliseconds(-3_600_000))), .run(.clockJumped(by: .seconds(30)))]
        case .runFinished:
            [
                .run(.finished(result: .rolledBack, finding: Sample.finding)),
                .run(.finished(result: .rolledBack, finding: Sample.finding, in: "eu")),
                .run(.finished(result: .succeeded, finding: nil)),
            ]
        default: []
        }
    }

    private var waitingSamples: [Event] {
        switch self {
        case .blocked:
            [
                .run(.blocked(stage: "p", cause: .transitionDisabled(by: Sample.ana, reason: "on fire"))),
                .run(
                    .blocked(
                        stage: "p",
                        cause: .environmentFrozen("production", by: Sample.ana, reason: "holidays"))),
                .run(.blocked(stage: "p", cause: .stageOccupied(by: RunNumber(1)))),
                .run(.blocked(stage: "p", cause: .environmentLocked("production", by: RunNumber(1)))),
            ]
        case .unblocked: [.run(.unblocked(stage: "p"))]
        case .stepBlocked: [.step(Sample.step, .blocked(cause: .environmentLocked("production", by: RunNumber(1))))]
        case .stepUnblocked: [.step(Sample.step, .unblocked)]
        case .superseded: [.run(.superseded(by: RunNumber(3)))]
        case .runReopened:
            [
                .run(
                    .reopened(
                        place: RunPlace(pipeline: "shop", queue: .parallel, ahead: ["test", "production"]),
                        by: Sample.ana, reason: nil))
            ]
        case .stageTimedOut: [.stage("build", .timedOut(after: .seconds(90)))]
        case .stepTimedOut:
            [
                .step(Sample.step, .timedOut(after: .seconds(60))),
                .step(Sample.step, .timedOut(after: .seconds(90), ofStage: true)),
            ]
        case .stepRetried: [.step(Sample.step, .retried()), .step(Sample.step, .retried(after: .seconds(2)))]
        case .stepSkipped: [.step(Sample.step, .skipped(by: Sample.ana, reason: "flaky"))]
        default: []
        }
    }

    private var standingSamples: [Event] {
        let monitor = MonitorID(pipeline: "shop", name: "checkout")
        return switch self {
        case .environmentFrozen:
            [.standing(.environmentFrozen(environment: "production", by: Sample.ana, reason: "holidays"))]
        case .environmentUnfrozen:
            [.standing(.environmentUnfrozen(environment: "production", by: Sample.ana, reason: "over"))]
        case .transitionDisabled:
            [
                .standing(.transitionDisabled(stage: "production", by: Sample.ana, reason: "on fire")),
                .standing(
                    .transitionDisabled(stage: "production", by: Sample.ana, reason: "on fire", pipeline: "shop")),
            ]
        case .transitionEnabled:
            [.standing(.transitionEnabled(stage: "production", by: Sample.ana, reason: "put out"))]
        case .monitorFailed: [.monitor(monitor, .failed(detail: "503 in 4ms"))]
        case .monitorRecovered: [.monitor(monitor, .recovered)]
        case .routerDown: [.service("production", .routerDown(detail: "nothing listens"))]
        case .routerUp:
            [.service("production", .routerUp()), .service("production", .routerUp(startedAgain: true))]
        case .monitorReported: [.monitor(monitor, .reported(report: MonitorReport()))]
        case .eventsLost: [.eventsLost(after: 142, through: 179, by: Sample.ana, reason: "an old copy")]
        default: []
        }
    }

    private var upkeepSamples: [Event] {
        let name: EnvironmentName = "production"
        let problem = Problem(what: "starting local/blue-1 again", why: "no room")
        return switch self {
        case .instanceRestarting: [.service(name, .instanceRestarting(instance: Sample.instance, start: 2))]
        case .instanceRestarted: [.service(name, .instanceRestarted(instance: Sample.instance))]
        case .restartFailed: [.service(name, .restartFailed(instance: Sample.instance, problem: problem))]
        case .instanceGivenUp: [.service(name, .instanceGivenUp(instance: Sample.instance, starts: 20))]
        case .oldEnding: [.service(name, .oldEnding)]
        case .oldEnded: [.service(name, .oldEnded(left: [])), .service(name, .oldEnded(left: [problem]))]
        case .serviceStopped:
            [.service(name, .serviceStopped(left: [])), .service(name, .serviceStopped(left: [problem]))]
        case .environmentTakenDown:
            [.standing(.environmentTakenDown(environment: name, by: Sample.ana, reason: "a new disk"))]
        case .environmentBroughtUp:
            [.standing(.environmentBroughtUp(environment: name, by: Sample.ana, reason: ""))]
        default: []
        }
    }

    private var releaseSamples: [Event] {
        let name: EnvironmentName = "production"
        return switch self {
        case .releaseStarted:
            [
                .release(name, .started(plan: Sample.plan(previous: Sample.deployment))),
                .release(name, .started(plan: Sample.plan(previous: nil))),
                .release(name, .started(plan: Sample.wholePlan)),
                .release(name, .started(plan: Sample.planWithVariables)),
            ]
        case .releasePrepared:
            [.release(name, .prepared()), .release(name, .prepared(renewed: [.local]))]
        case .candidateAttached: [.release(name, .candidateAttached)]
        case .rungPassed: [.release(name, .rungPassed(share: Share(percent: 12.5), requests: 4212))]
        case .promoted:
            [
                .release(name, .promoted(deployment: Sample.ruledDeployment)),
                .release(name, .promoted(deployment: Sample.deployment)),
            ]
        case .oldReleased: [.release(name, .oldReleased)]
        case .databaseMigrated: [.release(name, .databaseMigrated)]
        case .versionReady:
            [
                .release(name, .versionReady(artifact: Sample.artifact, commit: "4f2c1a9", ahead: 3)),
                .release(name, .versionReady(artifact: Sample.artifact, commit: nil, ahead: nil)),
            ]
        case .oldKept: [.release(name, .oldKept(for: .seconds(600)))]
        case .withdrawn:
            [
                .release(name, .withdrawn(took: .milliseconds(7), confirmed: true)),
                .release(name, .withdrawn(took: .milliseconds(7), confirmed: false, answering: 0)),
                .release(name, .withdrawn(took: .milliseconds(7), confirmed: true, asked: false)),
            ]
        case .drainStarted: [.release(name, .drainStarted(slot: .blue, open: 12, within: .seconds(30)))]
        case .drained:
            [.release(name, .drained(slot: .green, cut: 3)), .release(name, .drained(slot: .green, cut: nil))]
        case .retryScheduled: [.release(name, .retryScheduled(problem: Sample.problem, at: .noon))]
        case .retried: [.release(name, .retried)]
        case .routerClosing: [.release(name, .routerClosing)]
        case .routerClosed: [.release(name, .routerClosed)]
        case .releaseFinished:
            [
                .release(name, .finished(result: .succeeded, running: Sample.deployment)),
                .release(name, .finished(result: .errored, running: nil)),
                .release(name, .finished(result: .errored, running: Sample.deployment, router: "it is not installed")),
                .release(
                    name,
                    .finished(
                        result: .failed, running: Sample.deployment,
                        down: Sample.failures.map {
                            StandingTrouble(Sample.instance, Outage(since: .noon, failure: $0))
                        })),
            ]
        default: instanceSamples(name) + trafficSamples(name) + decisionSamples(name)
        }
    }

    private func instanceSamples(_ name: EnvironmentName) -> [Event] {
        let id = Sample.instance
        return switch self {
        case .instanceStarted: [.release(name, .instance(id, .started(endpoint: Sample.endpoint)))]
        case .instanceReady:
            [nil, .any, .unknown(why: "no /proc")].map {
                .release(name, .instance(id, .ready(took: .milliseconds(1234), note: $0)))
            }
        case .instanceFailed:
            Sample.failures.map { .release(name, .instance(id, .failed(failure: $0))) }
        case .stableAsked:
            [
                .release(name, .stableAsked(answering: 2, down: [])),
                .release(name, .stableAsked(answering: 0, down: Sample.failures.map { InstanceTrouble(id, $0) })),
            ]
        case .instanceDown:
            Sample.failures.map { .service(name, .instanceDown(instance: id, failure: $0)) }
                + [.service(name, .instanceDown(instance: id, failure: Sample.failures[0], isKept: true))]
        case .instanceUp: [.service(name, .instanceUp(instance: id))]
        case .requestsRouted: [.release(name, .requestsRouted(to: [id])), .release(name, .requestsRouted(to: []))]
        case .instancePlaced: [.release(name, .instance(id, .placed))]
        case .instanceDrained:
            [.release(name, .instance(id, .drained(cut: 2))), .release(name, .instance(id, .drained(cut: nil)))]
        case .instanceStopped: [.release(name, .instance(id, .stopped))]
        case .probeFailed:
            [.release(name, .instance(id, .probeFailed(detail: "503 / in 4ms")))]
        case .instanceAbandoned: [.release(name, .instance(id, .abandoned(problem: Sample.problem)))]
        default: []
        }
    }

    private func trafficSamples(_ name: EnvironmentName) -> [Event] {
        switch self {
        case .trafficShifting: [.release(name, .trafficShifting(to: Share(percent: 25)))]
        case .trafficShifted: [.release(name, .trafficShifted(to: .all, took: .milliseconds(1)))]
        case .leaseLost: [.release(name, .leaseLost)]
        case .trafficSampled:
            [
                .release(name, .trafficSampled(sample: Sample.traffic)),
                .release(name, .trafficSampled(sample: TrafficSample(duration: .seconds(1)))),
            ]
        default: []
        }
    }

    private func decisionSamples(_ name: EnvironmentName) -> [Event] {
        switch self {
        case .verdictReached:
            [
                .release(name, .verdictReached(verdict: .unhealthy, finding: Sample.finding)),
                .release(name, .verdictReached(verdict: .noData, finding: nil)),
            ] + Sample.findings.map { .release(name, .verdictReached(verdict: .unhealthy, finding: $0)) }
        case .halted:
            [.release(name, .halted(by: Sample.ana, reason: nil))]
                + Sample.reasons.map { .release(name, .halted(by: .policy, reason: $0)) }
        case .resumed: [.release(name, .resumed(by: Sample.ana, reason: "looked at it"))]
        case .promotionStarted: [.release(name, .promotionStarted(by: .policy, reason: nil))]
        case .rollbackStarted: Sample.causes.map { .release(name, .rollbackStarted(cause: $0)) }
        default: []
        }
    }
}
