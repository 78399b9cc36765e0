import Values

/// What a release asks for in its environment.
public enum ReleaseEffect: Hashable, Sendable {
    /// Put the artifact on the hosts and have the router stand ready, with stable serving.
    case prepare
    /// Ask what users have, every instance at once, whether it answers; one with a bad answer a second time, after
    /// `InstanceAnswer.patience`.
    case askStable([PlacedInstance])
    /// Ask an instance of what users have again and again, and report what it answers.
    case watchStable(InstanceID, Endpoint)
    /// Put an instance's version where it runs from: the place is empty.
    case putInPlace(InstanceID)
    case startInstance(InstanceID)
    /// Wait until a started instance answers its readiness check.
    case awaitReady(InstanceID, Endpoint)
    /// Watch a ready instance: its process, and its answers to probes.
    case watchInstance(InstanceID, Endpoint)
    /// Make the candidate's instances known to the router; traffic does not move.
    case attachCandidate
    /// Send requests to these instances, evenly, and to no others: both versions may be among them.
    case routeRequests(to: [PlacedInstance])
    /// Let the requests in flight end that an instance has, up to a deadline; it gets no new ones.
    case drainInstance(InstanceID, Endpoint, within: Duration)
    /// Give the candidate this share. One whose lease has run out is neither opened again nor widened: whoever decided
    /// did not know. Say `leaseLost` then.
    case shiftTraffic(to: Share)
    /// Return all traffic to a slot at once, whatever split or promotion was under way.
    case returnTraffic(to: Slot)
    /// Keep the lease alive without which the router returns everything to stable. One that has run out while the
    /// candidate has a share is not taken up again: that would open the share without a decision. Say `leaseLost`.
    case holdLease
    case sampleTraffic
    /// Keep the router running: one that has gone is started again at once. Meanwhile these instances get no requests,
    /// as other processes have their ports. Report what is seen.
    case keepRouter(without: [PlacedInstance])
    /// Look whether the router runs, and start it where it does not: the last thing before a release ends.
    case confirmRouter
    /// Make a slot stable: it gets all traffic, and no lease is needed any more.
    case promoteRoute(Slot)
    /// Let a slot's requests in flight end, up to a deadline; it gets no new ones.
    case drain(Slot)
    case stopInstance(InstanceID, within: Duration)
    /// End the router: nothing is in service that it could send anybody to.
    case closeRouter

    func purpose(in environment: EnvironmentName) -> String {
        switch self {
        case .prepare: "preparing \(environment)"
        case .askStable: "asking what \(environment) has"
        case .watchStable(let id, _), .watchInstance(let id, _): "watching \(id)"
        case .putInPlace(let id): "putting \(id) in place"
        case .startInstance(let id): "starting \(id)"
        case .awaitReady(let id, _): "waiting for \(id)"
        case .attachCandidate: "making the candidate known to the router"
        case .shiftTraffic(let share): "shifting traffic to \(share)"
        case .returnTraffic(let slot): "returning traffic to \(slot.rawValue)"
        case .holdLease: "renewing the lease"
        case .sampleTraffic: "reading the request log"
        case .keepRouter: "keeping the router of \(environment) running"
        case .confirmRouter: "looking whether the router of \(environment) runs"
        case .promoteRoute(let slot): "giving \(slot.rawValue) all traffic"
        case .routeRequests(let instances): "sending requests to \(instances.count) instances"
        case .drainInstance(let id, _, _): "draining \(id)"
        case .drain(let slot): "draining \(slot.rawValue)"
        case .stopInstance(let id, _): "stopping \(id)"
        case .closeRouter: "closing the router of \(environment)"
        }
    }
}
