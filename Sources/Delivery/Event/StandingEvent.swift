import Values

/// What a person set, until a person sets it otherwise.
public enum StandingEvent: Equatable, Sendable {
    case environmentFrozen(environment: EnvironmentName, by: Actor, reason: String)
    case environmentUnfrozen(environment: EnvironmentName, by: Actor, reason: String)
    /// What is in service there is ended, and not started again.
    case environmentTakenDown(environment: EnvironmentName, by: Actor, reason: String)
    /// What is in service there is to run, whatever was tried in vain before.
    case environmentBroughtUp(environment: EnvironmentName, by: Actor, reason: String)
    /// Of one pipeline; of all that have the stage where none is named, as it was once.
    case transitionDisabled(stage: StageName, by: Actor, reason: String, pipeline: String? = nil)
    case transitionEnabled(stage: StageName, by: Actor, reason: String, pipeline: String? = nil)

    var environment: EnvironmentName? {
        switch self {
        case .environmentFrozen(let name, _, _), .environmentUnfrozen(let name, _, _),
            .environmentTakenDown(let name, _, _), .environmentBroughtUp(let name, _, _):
            name
        case .transitionDisabled, .transitionEnabled: nil
        }
    }
}
