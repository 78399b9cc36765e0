import Delivery

/// All environments as they really are.
public struct SimulatedWorld: Sendable {
    public internal(set) var sites: [EnvironmentName: SimulatedSite]
    /// Steps' commands, each in a session of its own, so that they outlive the executor which started them.
    public private(set) var commands: [CommandName: SimulatedCommand] = [:]
    private let forgetsCommands: Bool

    init(_ scenario: Scenario, at now: Timestamp) {
        sites = [:]
        for (name, plan) in scenario.sites {
            let candidates = scenario.runs.map { ($0.number, $0.candidates[name] ?? VersionBehaviour()) }
            sites[name] = SimulatedSite(
                plan, candidates: Dictionary(candidates, uniquingKeysWith: { $1 }), at: now)
        }
        forgetsCommands = scenario.faults.forgetsCommands
    }

    /// Runs a step's command; one that was started before is adopted.
    mutating func run(_ command: CommandName, lasting duration: Duration, at now: Timestamp) {
        if commands[command] != nil, !forgetsCommands { return }
        commands[command] = SimulatedCommand(endsAt: now + duration, starts: (commands[command]?.starts ?? 0) + 1)
    }

    mutating func stop(_ command: CommandName, at now: Timestamp) {
        commands[command]?.stop(at: now)
    }

    /// Carries out what an effect does to an environment; what only waits or looks changes nothing.
    mutating func perform(_ effect: Effect, plan: ReleasePlan?, at now: Timestamp) {
        switch effect {
        case .prepare(let name): sites[name]?.router.prepare(stable: plan?.previous?.slot)
        case .startInstance(let name, let id): sites[name]?.start(id, at: now)
        case .attachCandidate(let name):
            if let plan { sites[name]?.router.attach(plan.instances, to: plan.slot) }
        case .shiftTraffic(let name, let share):
            sites[name]?.router.shift(to: share, until: now + Lease.length, at: now)
        case .returnTraffic(let name, let slot): sites[name]?.router.returnTraffic(to: slot)
        case .promoteRoute(let name, let slot): sites[name]?.router.promote(slot)
        case .stopInstance(let name, let id, _): sites[name]?.stop(id)
        case .drain(let name, let slot): sites[name]?.router.drain(slot)
        case .holdLease(let name): sites[name]?.router.renewLease(until: now + Lease.length)
        case .closeRouter(let name): sites[name]?.router.close()
        case .runCommand, .stopCommand, .makeArtifact, .askStable, .watchStable, .awaitReady, .watchInstance,
            .sampleTraffic, .keepRouter, .confirmRouter:
            break
        }
    }
}
