import Delivery
import Values

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
                plan, scenario.pipeline.environments[name]?.platform ?? .haproxy,
                candidates: Dictionary(candidates, uniquingKeysWith: { $1 }), at: now)
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
}
