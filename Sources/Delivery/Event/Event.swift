import Judge

/// A fact. State is nothing but the fold of these; what isn't here did not happen.
///
/// An event that starts an effect is durable before the effect begins.
public enum Event: Equatable, Sendable, Codable {
    // The run
    case runStarted(pipeline: Pipeline, change: Change, by: Actor, workspace: String)
    case stageStarted(stage: StageName)
    case approvalRequested(stage: StageName, expires: Timestamp?)
    /// `commit` and `digest` are what was approved: of the change, and of the artifact once there is one.
    case approved(stage: StageName, by: Actor, reason: String?, commit: String? = nil, digest: Digest? = nil)
    case rejected(stage: StageName, by: Actor, reason: String?)
    case approvalExpired(stage: StageName)
    case stepStarted(step: StepID)
    case artifactMade(step: StepID, artifact: Artifact)
    /// `title` is the name that the pipeline gives the step; `output` is there when its command failed.
    case stepFinished(
        step: StepID, result: RunResult, detail: String?, title: String? = nil, output: OutputEnd? = nil)
    case stageFinished(stage: StageName, result: RunResult)
    case cancelRequested(by: Actor, reason: String?)
    /// The run may not go on, into the stage or within it; an earlier hold gives way to this one.
    case held(stage: StageName, cause: HoldCause)
    case holdEnded(stage: StageName)
    /// A newer run of the pipeline takes the run's place; it ends.
    case superseded(by: RunNumber)
    /// A run that had ended badly goes on, from the first stage of `place` on.
    case runReopened(place: RunPlace, by: Actor, reason: String?)
    /// A step that had ended badly will be done again.
    case stepRetried(step: StepID)
    /// A step that had ended badly counts as done.
    case stepSkipped(step: StepID, by: Actor, reason: String)
    /// An order that has an id was carried out; the next `events` events are what came of it.
    case commandTaken(id: CommandID, events: Int)
    /// An executor found the run unfinished, and goes on with it. What the candidate was seen to be is worth nothing
    /// any more: nobody watched it.
    case takenUp(by: Actor)
    /// The machine's clock was set ahead, or back where `by` is negative. What is timed goes on or begins again.
    case clockJumped(by: Duration)
    case runFinished(result: RunResult, finding: Finding?)

    // A release into an environment
    case releaseStarted(environment: EnvironmentName, plan: ReleasePlan)
    /// Stable was asked whether it answers, at the beginning or after the run was taken up: `answering` of its instances
    /// do, and `down` don't.
    case stableAsked(environment: EnvironmentName, answering: Int, down: [InstanceTrouble])
    /// The artifact is on the hosts. On those in `renewed` it had been changed since it was unpacked, and was unpacked
    /// anew beside that.
    case releasePrepared(environment: EnvironmentName, renewed: [HostAddress]? = nil)
    case instanceStarted(environment: EnvironmentName, instance: InstanceID, endpoint: Endpoint)
    /// `note` is there where nobody saw the instance's own process listen.
    case instanceReady(
        environment: EnvironmentName, instance: InstanceID, took: Duration, note: ListenerNote? = nil)
    case instanceFailed(environment: EnvironmentName, instance: InstanceID, failure: InstanceFailure)
    case instanceStopped(environment: EnvironmentName, instance: InstanceID)
    case probeFailed(environment: EnvironmentName, instance: InstanceID, detail: String)
    /// An instance of what users have does not answer any more; also of no run, between releases.
    case instanceDown(environment: EnvironmentName, instance: InstanceID, failure: InstanceFailure)
    case instanceUp(environment: EnvironmentName, instance: InstanceID)
    case candidateAttached(environment: EnvironmentName)
    case trafficShifting(environment: EnvironmentName, to: Share)
    case trafficShifted(environment: EnvironmentName, to: Share, took: Duration)
    /// The executor was away for too long, or could not renew the lease: the router returned all traffic by itself.
    case leaseLost(environment: EnvironmentName)
    case trafficSampled(environment: EnvironmentName, sample: TrafficSample)
    case stepPassed(environment: EnvironmentName, share: Share, requests: Int)
    case verdictReached(environment: EnvironmentName, verdict: Verdict, finding: Finding?)
    case halted(environment: EnvironmentName, by: Actor, reason: String?)
    case resumed(environment: EnvironmentName, by: Actor, reason: String?)
    case promotionStarted(environment: EnvironmentName, by: Actor, reason: String?)
    case promoted(environment: EnvironmentName, deployment: Deployment)
    /// The old instances need not stay ready any longer.
    case oldReleased(environment: EnvironmentName)
    case rollbackStarted(environment: EnvironmentName, cause: RollbackCause)
    /// The candidate has no traffic any more; `confirmed` is false when only the expired lease says so. `answering` is
    /// how many instances of stable answer, where that isn't all of them; `asked` is false where nobody knew that yet.
    case withdrawn(
        environment: EnvironmentName, took: Duration, confirmed: Bool, answering: Int? = nil, asked: Bool? = nil)
    /// A slot that leaves has requests open; what has not ended by then is cut off.
    case drainStarted(environment: EnvironmentName, slot: Slot, open: Int, within: Duration)
    /// `cut` is how many requests were cut off; `nil` where nobody knows.
    case drained(environment: EnvironmentName, slot: Slot, cut: Int?)
    case retryScheduled(environment: EnvironmentName, problem: Problem, at: Timestamp)
    case retried(environment: EnvironmentName)
    /// Nobody could make sure that the instance ended.
    case instanceAbandoned(environment: EnvironmentName, instance: InstanceID, problem: Problem)
    /// Nothing is in service, so that the router goes as well.
    case routerClosing(environment: EnvironmentName)
    case routerClosed(environment: EnvironmentName)
    /// `down` are the instances of what is running that don't answer, where there are any; `router` is why nobody gets
    /// to them, where the router does not run.
    case releaseFinished(
        environment: EnvironmentName, result: RunResult, running: Deployment?, down: [StandingTrouble]? = nil,
        router: String? = nil)

    // The router, during a release and between releases
    /// Nothing listens where the router of what is in service should.
    case routerDown(environment: EnvironmentName, detail: String)
    /// It runs; `startedAgain` where a release found it gone, and has started it.
    case routerUp(environment: EnvironmentName, startedAgain: Bool? = nil)

    // What is of no run
    case environmentFrozen(environment: EnvironmentName, by: Actor, reason: String)
    case environmentUnfrozen(environment: EnvironmentName, by: Actor, reason: String)
    /// Of one pipeline; of all that have the stage where none is named, as it was once.
    case transitionDisabled(stage: StageName, by: Actor, reason: String, pipeline: String? = nil)
    case transitionEnabled(stage: StageName, by: Actor, reason: String, pipeline: String? = nil)
    case monitorFailed(monitor: MonitorID, detail: String)
    case monitorRecovered(monitor: MonitorID)
    case monitorReported(monitor: MonitorID, report: MonitorReport)
    /// The journal had lost its end, from the event after `after` to `through`, and a person goes on without it.
    case eventsLost(after: Int64, through: Int64, by: Actor, reason: String)
}

extension Event {
    /// The environment that the event is about.
    public var environment: EnvironmentName? {
        switch self {
        case .releaseStarted(let name, _), .releasePrepared(let name, _), .instanceStarted(let name, _, _),
            .instanceReady(let name, _, _, _), .instanceFailed(let name, _, _), .instanceStopped(let name, _),
            .probeFailed(let name, _, _), .candidateAttached(let name), .trafficShifting(let name, _),
            .trafficShifted(let name, _, _), .leaseLost(let name), .trafficSampled(let name, _),
            .stepPassed(let name, _, _), .verdictReached(let name, _, _), .halted(let name, _, _),
            .resumed(let name, _, _),
            .promotionStarted(let name, _, _), .promoted(let name, _), .rollbackStarted(let name, _),
            .withdrawn(let name, _, _, _, _), .drainStarted(let name, _, _, _), .drained(let name, _, _),
            .retryScheduled(let name, _, _),
            .retried(let name), .oldReleased(let name), .instanceAbandoned(let name, _, _),
            .routerClosing(let name), .routerClosed(let name), .releaseFinished(let name, _, _, _, _),
            .stableAsked(let name, _, _), .instanceDown(let name, _, _), .instanceUp(let name, _),
            .routerDown(let name, _), .routerUp(let name, _),
            .environmentFrozen(let name, _, _), .environmentUnfrozen(let name, _, _):
            name
        default: nil
        }
    }
}
