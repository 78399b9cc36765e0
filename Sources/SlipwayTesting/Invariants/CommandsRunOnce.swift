import Delivery

/// No step's command runs twice, whoever lost sight of it.
struct CommandsRunOnce: Invariant {
    private var started: Set<StepID> = []
    private var finished: Set<StepID> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        if let (step, command) = moment.world.commands.first(where: { $0.value.starts > 1 }) {
            return "\(step) was started \(command.starts) times"
        }
        for case .runCommand(let step, _) in moment.acts where finished.contains(step) {
            return "\(step) was run after its end was recorded"
        }
        for event in moment.events {
            switch event {
            case .stepStarted(let step):
                if !started.insert(step).inserted { return "\(step) is said to have started twice" }
            case .stepFinished(let step, _, _): finished.insert(step)
            default: break
            }
        }
        return nil
    }
}
