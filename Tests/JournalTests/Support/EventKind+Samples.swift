import Delivery
import Judge

extension EventKind {
    /// Events of this kind, with and without what is optional.
    var samples: [Event] {
        switch self {
        case .runStarted, .stageStarted, .approvalRequested, .approved, .rejected, .approvalExpired, .stepStarted,
            .artifactMade, .stepFinished, .stageFinished, .cancelRequested, .commandTaken, .takenUp, .clockJumped,
            .runFinished:
            runSamples
        case .held, .holdEnded, .superseded, .runReopened, .stepRetried, .stepSkipped: waitingSamples
        case .environmentFrozen, .environmentUnfrozen, .transitionDisabled, .transitionEnabled, .monitorFailed,
            .monitorRecovered, .monitorReported, .eventsLost, .routerDown, .routerUp:
            standingSamples
        default: releaseSamples
        }
    }

    private var runSamples: [Event] {
        switch self {
        case .runStarted:
            [.runStarted(pipeline: Sample.pipeline, change: Sample.change, by: Sample.ana, workspace: "/w/\"1\"\n")]
        case .stageStarted: [.stageStarted(stage: "build")]
        case .approvalRequested:
            [.approvalRequested(stage: "p", expires: .noon), .approvalRequested(stage: "p", expires: nil)]
        case .approved:
            [
                .approved(
                    stage: "p", by: Sample.ana, reason: "ok 👍", commit: "4f2c1a9", digest: Sample.artifact.digest),
                .approved(stage: "p", by: .policy, reason: nil),
            ]
        case .rejected: [.rejected(stage: "p", by: Sample.ana, reason: "not on a Friday")]
        case .approvalExpired: [.approvalExpired(stage: "production")]
        case .stepStarted: [.stepStarted(step: Sample.step)]
        case .artifactMade: [.artifactMade(step: Sample.step, artifact: Sample.artifact)]
        case .stepFinished:
            [
                .stepFinished(step: Sample.step, result: .failed, detail: "exit status 1"),
                .stepFinished(step: Sample.step, result: .succeeded, detail: nil),
                .stepFinished(
                    step: Sample.step, result: .failed, detail: "exit status 1", title: "smoke",
                    output: OutputEnd(path: "/s/runs/3/staging-2/output", lines: ["one", "é 🚢"], leftOut: 7)),
            ]
        case .stageFinished: [.stageFinished(stage: "build", result: .rolledBack)]
        case .cancelRequested: [.cancelRequested(by: Sample.ana, reason: nil)]
        case .commandTaken: [.commandTaken(id: "7f3a-1", events: 2)]
        case .takenUp: [.takenUp(by: Sample.ana)]
        case .clockJumped: [.clockJumped(by: .milliseconds(-3_600_000)), .clockJumped(by: .seconds(30))]
        case .runFinished:
            [
                .runFinished(result: .rolledBack, finding: Sample.finding),
                .runFinished(result: .succeeded, finding: nil),
            ]
        default: []
        }
    }

    private var waitingSamples: [Event] {
        switch self {
        case .held:
            [
                .held(stage: "p", cause: .transitionDisabled(by: Sample.ana, reason: "on fire")),
                .held(stage: "p", cause: .environmentFrozen("production", by: Sample.ana, reason: "holidays")),
                .held(stage: "p", cause: .stageOccupied(by: RunNumber(1))),
                .held(stage: "p", cause: .environmentLocked("production", by: RunNumber(1))),
            ]
        case .holdEnded: [.holdEnded(stage: "p")]
        case .superseded: [.superseded(by: RunNumber(3))]
        case .runReopened:
            [
                .runReopened(
                    place: RunPlace(pipeline: "shop", queue: .parallel, ahead: ["test", "production"]), by: Sample.ana,
                    reason: nil)
            ]
        case .stepRetried: [.stepRetried(step: Sample.step)]
        case .stepSkipped: [.stepSkipped(step: Sample.step, by: Sample.ana, reason: "flaky")]
        default: []
        }
    }

    private var standingSamples: [Event] {
        let monitor = MonitorID(pipeline: "shop", name: "checkout")
        return switch self {
        case .environmentFrozen: [.environmentFrozen(environment: "production", by: Sample.ana, reason: "holidays")]
        case .environmentUnfrozen: [.environmentUnfrozen(environment: "production", by: Sample.ana, reason: "over")]
        case .transitionDisabled:
            [
                .transitionDisabled(stage: "production", by: Sample.ana, reason: "on fire"),
                .transitionDisabled(stage: "production", by: Sample.ana, reason: "on fire", pipeline: "shop"),
            ]
        case .transitionEnabled: [.transitionEnabled(stage: "production", by: Sample.ana, reason: "put out")]
        case .monitorFailed: [.monitorFailed(monitor: monitor, detail: "503 in 4ms")]
        case .monitorRecovered: [.monitorRecovered(monitor: monitor)]
        case .routerDown: [.routerDown(environment: "production", detail: "nothing listens")]
        case .routerUp:
            [.routerUp(environment: "production"), .routerUp(environment: "production", startedAgain: true)]
        case .monitorReported: [.monitorReported(monitor: monitor, report: MonitorReport())]
        case .eventsLost: [.eventsLost(after: 142, through: 179, by: Sample.ana, reason: "an old copy")]
        default: []
        }
    }

    private var releaseSamples: [Event] {
        let name: EnvironmentName = "production"
        return switch self {
        case .releaseStarted:
            [
                .releaseStarted(environment: name, plan: Sample.plan(previous: Sample.deployment)),
                .releaseStarted(environment: name, plan: Sample.plan(previous: nil)),
            ]
        case .releasePrepared:
            [.releasePrepared(environment: name), .releasePrepared(environment: name, renewed: [.local])]
        case .candidateAttached: [.candidateAttached(environment: name)]
        case .stepPassed: [.stepPassed(environment: name, share: Share(percent: 12.5), requests: 4212)]
        case .promoted: [.promoted(environment: name, deployment: Sample.deployment)]
        case .oldReleased: [.oldReleased(environment: name)]
        case .withdrawn:
            [
                .withdrawn(environment: name, took: .milliseconds(7), confirmed: true),
                .withdrawn(environment: name, took: .milliseconds(7), confirmed: false, answering: 0),
                .withdrawn(environment: name, took: .milliseconds(7), confirmed: true, asked: false),
            ]
        case .drainStarted: [.drainStarted(environment: name, slot: .blue, open: 12, within: .seconds(30))]
        case .drained:
            [.drained(environment: name, slot: .green, cut: 3), .drained(environment: name, slot: .green, cut: nil)]
        case .retryScheduled: [.retryScheduled(environment: name, problem: Sample.problem, at: .noon)]
        case .retried: [.retried(environment: name)]
        case .routerClosing: [.routerClosing(environment: name)]
        case .routerClosed: [.routerClosed(environment: name)]
        case .releaseFinished:
            [
                .releaseFinished(environment: name, result: .succeeded, running: Sample.deployment),
                .releaseFinished(environment: name, result: .errored, running: nil),
                .releaseFinished(
                    environment: name, result: .errored, running: Sample.deployment, router: "it is not installed"),
                .releaseFinished(
                    environment: name, result: .failed, running: Sample.deployment,
                    down: Sample.failures.map { StandingTrouble(Sample.instance, Outage(since: .noon, failure: $0)) }),
            ]
        default: instanceSamples(name) + trafficSamples(name) + decisionSamples(name)
        }
    }

    private func instanceSamples(_ name: EnvironmentName) -> [Event] {
        let id = Sample.instance
        return switch self {
        case .instanceStarted: [.instanceStarted(environment: name, instance: id, endpoint: Sample.endpoint)]
        case .instanceReady:
            [nil, .any, .unknown(why: "no /proc")].map {
                .instanceReady(environment: name, instance: id, took: .milliseconds(1234), note: $0)
            }
        case .instanceFailed:
            Sample.failures.map { .instanceFailed(environment: name, instance: id, failure: $0) }
        case .stableAsked:
            [
                .stableAsked(environment: name, answering: 2, down: []),
                .stableAsked(
                    environment: name, answering: 0, down: Sample.failures.map { InstanceTrouble(id, $0) }),
            ]
        case .instanceDown: Sample.failures.map { .instanceDown(environment: name, instance: id, failure: $0) }
        case .instanceUp: [.instanceUp(environment: name, instance: id)]
        case .instanceStopped: [.instanceStopped(environment: name, instance: id)]
        case .probeFailed: [.probeFailed(environment: name, instance: id, detail: "503 / in 4ms")]
        case .instanceAbandoned: [.instanceAbandoned(environment: name, instance: id, problem: Sample.problem)]
        default: []
        }
    }

    private func trafficSamples(_ name: EnvironmentName) -> [Event] {
        switch self {
        case .trafficShifting: [.trafficShifting(environment: name, to: Share(percent: 25))]
        case .trafficShifted: [.trafficShifted(environment: name, to: .all, took: .milliseconds(1))]
        case .leaseLost: [.leaseLost(environment: name)]
        case .trafficSampled:
            [
                .trafficSampled(environment: name, sample: Sample.traffic),
                .trafficSampled(environment: name, sample: TrafficSample(duration: .seconds(1))),
            ]
        default: []
        }
    }

    private func decisionSamples(_ name: EnvironmentName) -> [Event] {
        switch self {
        case .verdictReached:
            [
                .verdictReached(environment: name, verdict: .unhealthy, finding: Sample.finding),
                .verdictReached(environment: name, verdict: .noData, finding: nil),
            ]
        case .halted: [.halted(environment: name, by: Sample.ana, reason: nil)]
        case .resumed: [.resumed(environment: name, by: Sample.ana, reason: "looked at it")]
        case .promotionStarted: [.promotionStarted(environment: name, by: .policy, reason: nil)]
        case .rollbackStarted: Sample.causes.map { .rollbackStarted(environment: name, cause: $0) }
        default: []
        }
    }
}
