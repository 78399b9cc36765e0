import Delivery

/// No release begins in a frozen environment, and no run enters a stage to which the transition is disabled.
struct ShutGatesHold: SharedInvariant {
    private var frozen: Set<EnvironmentName> = []
    private var disabled: Set<StageName> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            switch entry.event {
            case .environmentFrozen(let name, _, _): frozen.insert(name)
            case .environmentUnfrozen(let name, _, _): frozen.remove(name)
            case .transitionDisabled(let stage, _, _, _): disabled.insert(stage)
            case .transitionEnabled(let stage, _, _, _): disabled.remove(stage)
            case .releaseStarted(let name, _) where frozen.contains(name): return "a release began in \(name), frozen"
            case .stageStarted(let stage) where disabled.contains(stage): return "a run entered \(stage), disabled"
            default: break
            }
        }
        return nil
    }
}
