import Delivery

/// No attempt at a step's command runs twice, whoever lost sight of it.
struct CommandsRunOnce: Invariant {
    private var started: Set<StepID> = []
    private var finished: Set<StepID> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        if let (command, found) = moment.world.commands.first(where: { $0.value.starts > 1 }) {
            return "\(command) was started \(found.starts) times"
        }
        for case .step(let step, .runCommand) in moment.acts where finished.contains(step) {
            return "\(step) was run after its end was recorded"
        }
        for case .step(let step, let event) in moment.events {
            switch event {
            case .started: if !started.insert(step).inserted { return "\(step) is said to have started twice" }
            case .finished: finished.insert(step)
            case .retried:
                started.remove(step)
                finished.remove(step)
            case .blocked, .unblocked, .artifactMade, .timedOut, .skipped: break
            }
        }
        return nil
    }
}

/// When a run has ended, none of its commands goes on, but what nobody could end.
struct CommandsEndWithTheirRun: Invariant {
    private let run: RunNumber
    /// Attempts of which nobody can tell how they ended.
    private var lost: Set<CommandName> = []

    init(_ scenario: Scenario, of run: RunPlan) {
        self.run = run.number
    }

    mutating func breach(at moment: Moment) -> String? {
        for case .step(let step, .finished(.errored, _, _, _)) in moment.events {
            let attempt = moment.state.stepState(step)?.attempt ?? 1
            lost.insert(CommandName(run: run, step: step, attempt: attempt))
        }
        guard moment.state.result != nil else { return nil }
        let left = moment.world.commands.first { name, command in
            name.run == run && command.isRunning(at: moment.now) && !lost.contains(name)
        }
        return left.map { "the command of \($0.key) goes on" }
    }
}
