import Values

/// How what users have is seen to be: by a release, or of no run between releases.
public enum ServiceEvent: Equatable, Sendable {
    /// An instance does not answer any more.
    /// `isKept` where it is not one of what is in service, but of what is kept ready beside it.
    case instanceDown(instance: InstanceID, failure: InstanceFailure, isKept: Bool? = nil)
    case instanceUp(instance: InstanceID)
    /// One that has ended is started again, for the `start`-th time; the release's own is the first.
    case instanceRestarting(instance: InstanceID, start: Int)
    /// Its process began; whether it answers is yet to be seen.
    case instanceRestarted(instance: InstanceID)
    /// It could not be started again; that is tried once more in a while.
    case restartFailed(instance: InstanceID, problem: Problem)
    /// It ended again and again; nobody starts it any more before a person says so.
    case instanceGivenUp(instance: InstanceID, starts: Int)
    /// Nothing listens where the router of what is in service should.
    case routerDown(detail: String)
    /// It runs; `startedAgain` where it was found gone, and was started.
    case routerUp(startedAgain: Bool? = nil)
    /// What was in service before was kept ready for long enough, and is being ended.
    case oldEnding
    /// It has ended, but for what is `left`.
    case oldEnded(left: [Problem])
    /// What a person took down has ended, but for what is `left`.
    case serviceStopped(left: [Problem])
}
