import Judge
import Values

/// What happens to a release into one environment.
public enum ReleaseEvent: Equatable, Sendable {
    /// A version has passed every stage before the one that deploys there: it could be released. `ahead` is how many
    /// commits it brings beyond what is in service.
    case versionReady(artifact: Artifact, commit: String?, ahead: Int?)
    /// A migration that can't be reversed was tried on its database.
    case databaseMigrated
    case started(plan: ReleasePlan)
    /// Stable was asked whether it answers, at the beginning or after the run was taken up: `answering` of its instances
    /// do, and `down` don't.
    case stableAsked(answering: Int, down: [InstanceTrouble])
    /// The artifact is on the hosts. On those in `renewed` it had been changed since it was unpacked, and was unpacked
    /// anew beside that.
    case prepared(renewed: [HostAddress]? = nil)
    case instance(InstanceID, InstanceEvent)
    case candidateAttached
    /// In place: these instances get requests, and no others.
    case requestsRouted(to: [InstanceID])
    case trafficShifting(to: Share)
    case trafficShifted(to: Share, took: Duration)
    /// The executor was away for too long, or could not renew the lease: the router returned all traffic by itself.
    case leaseLost
    case trafficSampled(sample: TrafficSample)
    case rungPassed(share: Share, requests: Int)
    case verdictReached(verdict: Verdict, finding: Finding?)
    case halted(by: Actor, reason: Reason?)
    case resumed(by: Actor, reason: String?)
    case promotionStarted(by: Actor, reason: Reason?)
    case promoted(deployment: Deployment)
    /// The release was watched for as long as it was to be.
    case oldReleased
    /// The old instances stay ready for a way back, for as long from now on, without the run.
    case oldKept(for: Duration)
    case rollbackStarted(cause: RollbackCause)
    /// The candidate has no traffic any more; `confirmed` is false when only the expired lease says so. `answering` is
    /// how many instances of stable answer, where that isn't all of them; `asked` is false where nobody knew that yet.
    case withdrawn(took: Duration, confirmed: Bool, answering: Int? = nil, asked: Bool? = nil)
    /// A slot that leaves has requests open; what has not ended by then is cut off.
    case drainStarted(slot: Slot, open: Int, within: Duration)
    /// `cut` is how many requests were cut off; `nil` where nobody knows.
    case drained(slot: Slot, cut: Int?)
    case retryScheduled(problem: Problem, at: Timestamp)
    case retried
    /// Nothing is in service, so that the router goes as well.
    case routerClosing
    case routerClosed
    /// `down` are the instances of what is running that don't answer, where there are any; `router` is why nobody gets
    /// to them, where the router does not run.
    case finished(result: RunResult, running: Deployment?, down: [StandingTrouble]? = nil, router: String? = nil)
}
