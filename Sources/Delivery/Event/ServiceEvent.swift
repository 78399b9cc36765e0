/// How what users have is seen to be: by a release, or of no run between releases.
public enum ServiceEvent: Equatable, Sendable {
    /// An instance does not answer any more.
    case instanceDown(instance: InstanceID, failure: InstanceFailure)
    case instanceUp(instance: InstanceID)
    /// Nothing listens where the router of what is in service should.
    case routerDown(detail: String)
    /// It runs; `startedAgain` where a release found it gone, and has started it.
    case routerUp(startedAgain: Bool? = nil)
}
