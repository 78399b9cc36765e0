import Values

/// What a release's effects found, and what came of them.
public enum ReleaseInput: Equatable, Sendable {
    case sampled(TrafficSample)
    /// Every instance of stable was asked, twice where the first answer was bad.
    case stableAsked([InstanceID: InstanceAnswer])
    /// An instance of stable that is watched was asked again.
    case stableAnswered(InstanceID, InstanceAnswer)
    /// The artifact is in place; on the hosts that are named what was there had been changed, and a fresh copy was made.
    case prepared(renewed: [HostAddress] = [])
    case instance(InstanceID, InstanceInput)
    case attached
    /// These instances get requests, and no others.
    case requestsRouted(to: [InstanceID])
    case shifted(to: Share)
    /// The lease was found to have run out: a router that runs has returned all traffic to stable by itself.
    case leaseLost
    /// Nobody judged for a while, nor renewed the lease: whether it has run out is not known.
    case leftUnwatched
    case routePromoted(Slot)
    case trafficReturned(to: Slot)
    /// A slot gets nothing new any more, and has so many requests that are still open.
    case draining(Slot, open: Int)
    /// `cut` is how many requests the deadline cut off; `nil` where that can't be told.
    case drained(Slot, cut: Int?)
    /// The router was looked at, as it is during a release again and again.
    case routerSeen(RouterLook)
    /// The router runs at the end of the release.
    case routerConfirmed(RouterLook)
    case routerClosed
    /// An effect could not be carried out; nothing is known about what it was to change.
    case errored(ReleaseEffect, Problem)
}
