/// Something that the executor does, or keeps doing, because the state asks for it.
///
/// Effects are what the state wants *now*: the executor starts those that appear and cancels those that disappear.
/// So a rollback pre-empts every wait by no longer wanting it, and a restart wants again what was under way.
/// Each is idempotent, or finds what an earlier attempt began. One that was cancelled has happened by the time that the
/// next one begins, or never will.
public enum Effect: Hashable, Sendable {
    case runCommand(StepID, command: String)
    /// End a step's command, and everything that it started. Say `commandEnded`.
    case stopCommand(StepID)
    case makeArtifact(StepID, path: String, versionFrom: String?)
    /// Put the artifact on the hosts and have the router stand ready, with stable serving.
    case prepare(EnvironmentName)
    /// Ask what users have, every instance at once, whether it answers; one with a bad answer a second time, after
    /// `InstanceAnswer.patience`.
    case askStable(EnvironmentName, [PlacedInstance])
    /// Ask an instance of what users have again and again, and report what it answers.
    case watchStable(EnvironmentName, InstanceID, Endpoint)
    case startInstance(EnvironmentName, InstanceID)
    /// Wait until a started instance answers its readiness check.
    case awaitReady(EnvironmentName, InstanceID, Endpoint)
    /// Watch a ready instance: its process, and its answers to probes.
    case watchInstance(EnvironmentName, InstanceID, Endpoint)
    /// Make the candidate's instances known to the router; traffic does not move.
    case attachCandidate(EnvironmentName)
    /// Give the candidate this share. One whose lease has run out is neither opened again nor widened: whoever decided
    /// did not know. Say `leaseLost` then.
    case shiftTraffic(EnvironmentName, to: Share)
    /// Return all traffic to a slot at once, whatever split or promotion was under way.
    case returnTraffic(EnvironmentName, to: Slot)
    /// Keep the lease alive without which the router returns everything to stable. One that has run out while the
    /// candidate has a share is not taken up again: that would open the share without a decision. Say `leaseLost`.
    case holdLease(EnvironmentName)
    case sampleTraffic(EnvironmentName)
    /// Keep the router running: one that has gone is started again at once. Meanwhile these instances get no requests,
    /// as other processes have their ports. Report what is seen.
    case keepRouter(EnvironmentName, without: [PlacedInstance])
    /// Look whether the router runs, and start it where it does not: the last thing before a release ends.
    case confirmRouter(EnvironmentName)
    /// Make a slot stable: it gets all traffic, and no lease is needed any more.
    case promoteRoute(EnvironmentName, Slot)
    /// Let a slot's requests in flight end, up to a deadline; it gets no new ones.
    case drain(EnvironmentName, Slot)
    case stopInstance(EnvironmentName, InstanceID, within: Duration)
    /// End the router: nothing is in service that it could send anybody to.
    case closeRouter(EnvironmentName)
}

extension Effect {
    /// What the effect is for, as the beginning of a sentence about its failure.
    public var purpose: String {
        switch self {
        case .runCommand(let step, _): "running step \(step)"
        case .stopCommand(let step): "ending the command of step \(step)"
        case .makeArtifact(let step, _, _): "making the artifact in step \(step)"
        case .prepare(let environment): "preparing \(environment)"
        case .askStable(let environment, _): "asking what \(environment) has"
        case .watchStable(_, let id, _): "watching \(id)"
        case .startInstance(_, let id): "starting \(id)"
        case .awaitReady(_, let id, _): "waiting for \(id)"
        case .watchInstance(_, let id, _): "watching \(id)"
        case .attachCandidate: "making the candidate known to the router"
        case .shiftTraffic(_, let share): "shifting traffic to \(share)"
        case .returnTraffic(_, let slot): "returning traffic to \(slot.rawValue)"
        case .holdLease: "renewing the lease"
        case .sampleTraffic: "reading the request log"
        case .keepRouter(let environment, _): "keeping the router of \(environment) running"
        case .confirmRouter(let environment): "looking whether the router of \(environment) runs"
        case .promoteRoute(_, let slot): "giving \(slot.rawValue) all traffic"
        case .drain(_, let slot): "draining \(slot.rawValue)"
        case .stopInstance(_, let id, _): "stopping \(id)"
        case .closeRouter(let environment): "closing the router of \(environment)"
        }
    }
}
