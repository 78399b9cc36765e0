/// What comes in from outside: a person's command, time, telemetry, or the outcome of an effect.
public enum Input: Equatable, Sendable {
    case start(pipeline: Pipeline, change: Change, by: Actor, workspace: String)
    /// A person's order. One with an id is carried out once, however often it comes in. `anyway` insists on one that
    /// would take users to what doesn't answer; `seen` is what the person saw of the run.
    case command(
        Command, by: Actor, reason: String?, id: CommandID? = nil, anyway: Bool = false, seen: SeenChange? = nil)
    /// An executor has found the run in its journal, unfinished. It comes before anything else.
    case takenUp(by: Actor)
    /// The machine's clock was found to have been set, by so much; from now on times are the new clock's.
    case clockJumped(by: Duration)
    /// The executor did nothing for a while: it was stopped, or its machine was.
    case stoodStill(for: Duration)
    /// Time has passed, or other runs have gone on; deadlines and holds are looked at.
    case tick
    case sampled(EnvironmentName, TrafficSample)
    case commandEnded(StepID, CommandOutcome, output: OutputEnd? = nil)
    case artifactMade(StepID, Artifact)
    /// The build has not left what the artifact is to be made of.
    case artifactMissing(StepID, detail: String)
    case artifactFailed(StepID, Problem)
    /// Every instance of stable was asked, twice where the first answer was bad.
    case stableAsked(EnvironmentName, [InstanceID: InstanceAnswer])
    /// An instance of stable that is watched was asked again.
    case stableAnswered(EnvironmentName, InstanceID, InstanceAnswer)
    /// The artifact is in place; on the hosts that are named what was there had been changed, and a fresh copy was made.
    case prepared(EnvironmentName, renewed: [HostAddress] = [])
    case instanceStarted(EnvironmentName, InstanceID, Endpoint)
    /// An instance has answered its readiness check; `listener` is who listens on its port, `nil` where nobody asked.
    case instanceReady(EnvironmentName, InstanceID, listener: PortListener? = .own)
    case instanceFailed(EnvironmentName, InstanceID, InstanceFailure)
    case instanceStopped(EnvironmentName, InstanceID)
    case routerClosed(EnvironmentName)
    /// The router was looked at, as it is during a release again and again.
    case routerSeen(EnvironmentName, RouterLook)
    /// The router runs at the end of the release.
    case routerConfirmed(EnvironmentName, RouterLook)
    /// A ready instance was asked whether it is well.
    case probed(EnvironmentName, InstanceID, InstanceAnswer)
    case attached(EnvironmentName)
    case shifted(EnvironmentName, to: Share)
    /// The lease was found to have run out: a router that runs has returned all traffic to stable by itself.
    case leaseLost(EnvironmentName)
    /// Nobody judged for a while, nor renewed the lease: whether it has run out is not known.
    case leftUnwatched(EnvironmentName)
    case routePromoted(EnvironmentName, Slot)
    case trafficReturned(EnvironmentName, to: Slot)
    /// A slot gets nothing new any more, and has so many requests that are still open.
    case draining(EnvironmentName, Slot, open: Int)
    /// `cut` is how many requests the deadline cut off; `nil` where that can't be told.
    case drained(EnvironmentName, Slot, cut: Int?)
    /// An effect could not be carried out; nothing is known about what it was to change.
    case effectErrored(Effect, Problem)
}

/// What a person, or another program, can ask of a run. Each verb means one thing.
public enum Command: String, Equatable, Sendable, Codable, CaseIterable {
    /// Let the waiting stage begin.
    case approve
    /// Refuse the waiting stage; the run ends.
    case reject
    /// Freeze exposure where it is, and keep judging.
    case halt
    /// Go on after a halt; the bake begins again from zero.
    case resume
    /// Give the candidate all traffic now, without the remaining steps.
    case promote
    /// Take all traffic from the candidate, then remove it.
    case rollBack
    /// End the run; a release under way is rolled back first.
    case cancel
    /// Do again what failed in a run that has ended, and go on from there.
    case retry
    /// Go on with a run that has ended as if its failed commands had succeeded.
    case skip
}

/// Chosen by whoever gives a command, so that asking again after a lost answer does not carry it out again.
public typealias CommandID = Identifier<Command>

/// How a shell command ended.
public enum CommandOutcome: Equatable, Sendable {
    case exited(code: Int)
    case signalled(Int)
    /// It could not be run, or its end was never seen.
    case unknown(Problem)
}
