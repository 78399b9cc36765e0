import Delivery

/// All environments as they really are.
public struct SimulatedWorld: Sendable {
    public internal(set) var sites: [EnvironmentName: SimulatedSite]
    /// Steps' commands, each in a session of its own, so that they outlive the executor which started them.
    public private(set) var commands: [StepID: SimulatedCommand] = [:]
    private let forgetsCommands: Bool

    init(_ scenario: Scenario, at now: Timestamp) {
        sites = scenario.sites.mapValues { SimulatedSite($0, at: now) }
        forgetsCommands = scenario.faults.forgetsCommands
    }

    /// The share of an environment's requests that a slot really gets.
    public func share(of slot: Slot, in environment: EnvironmentName, at now: Timestamp) -> Share {
        sites[environment]?.router.share(of: slot, at: now) ?? .none
    }

    /// Runs a step's command; one that was started before is adopted.
    mutating func run(_ step: StepID, lasting duration: Duration, at now: Timestamp) {
        if commands[step] != nil, !forgetsCommands { return }
        commands[step] = SimulatedCommand(endsAt: now + duration, starts: (commands[step]?.starts ?? 0) + 1)
    }

    /// Carries out what an effect does to the world; what only waits or looks changes nothing.
    mutating func perform(_ effect: Effect, plan: ReleasePlan?, at now: Timestamp) {
        switch effect {
        case .prepare(let name): sites[name]?.router.prepare(stable: plan?.previous?.slot)
        case .startInstance(let name, let id): sites[name]?.start(id, at: now)
        case .attachCandidate(let name): if let plan { sites[name]?.router.attach(plan.slot) }
        case .shiftTraffic(let name, let share): sites[name]?.router.shift(to: share, until: now + Lease.length)
        case .returnTraffic(let name, let slot): sites[name]?.router.returnTraffic(to: slot)
        case .promoteRoute(let name, let slot): sites[name]?.router.promote(slot)
        case .stopInstance(let name, let id, _): sites[name]?.stop(id)
        case .holdLease(let name): sites[name]?.router.renewLease(until: now + Lease.length)
        case .stopCommand(let step): commands[step]?.stop(at: now)
        case .runCommand, .makeArtifact, .awaitReady, .watchInstance, .sampleTraffic, .drain, .closeRouter: break
        }
    }
}
