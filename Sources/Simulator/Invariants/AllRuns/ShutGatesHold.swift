import Delivery
import Values

/// No release begins in a frozen environment, and no run enters a stage to which the transition is disabled.
struct ShutGatesHold: SharedInvariant {
    private var frozen: Set<EnvironmentName> = []
    private var disabled: Set<StageName> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            if case .standing(let event) = entry.event { note(event) }
            if case .release(let name, .started) = entry.event, frozen.contains(name) {
                return "a release began in \(name), frozen"
            }
            if case .stage(let stage, .started) = entry.event, disabled.contains(stage) {
                return "a run entered \(stage), disabled"
            }
        }
        return nil
    }

    private mutating func note(_ event: StandingEvent) {
        switch event {
        case .environmentFrozen(let name, _, _): frozen.insert(name)
        case .environmentUnfrozen(let name, _, _): frozen.remove(name)
        case .environmentTakenDown, .environmentBroughtUp: break
        case .transitionDisabled(let stage, _, _, _): disabled.insert(stage)
        case .transitionEnabled(let stage, _, _, _): disabled.remove(stage)
        }
    }
}
