import Values

/// A run that may not go on for now: since when, and because of what.
public struct Hold: Equatable, Sendable, Codable {
    /// The stage that the run may not enter, or may not go on in.
    public let stage: StageName
    public let cause: HoldCause
    public let since: Timestamp
}

/// What keeps a run from going on: a gate that a person shut, or another run.
public enum HoldCause: Equatable, Sendable {
    /// Nothing goes on to this stage until a person allows it again.
    case transitionDisabled(by: Actor, reason: String)
    /// No release may begin in the environment until a person allows it again.
    case environmentFrozen(EnvironmentName, by: Actor, reason: String)
    /// Another run of the pipeline is in the stage, or comes first.
    case stageOccupied(by: RunNumber)
    /// Another run is releasing into the environment, or comes first.
    case environmentLocked(EnvironmentName, by: RunNumber)

    /// Whether a person can end it; otherwise it ends by itself, when the other run goes on.
    public var isGate: Bool {
        switch self {
        case .transitionDisabled, .environmentFrozen: true
        case .stageOccupied, .environmentLocked: false
        }
    }
}

extension HoldCause: CustomStringConvertible {
    public var description: String {
        switch self {
        case .transitionDisabled(let actor, let reason): "transition disabled by \(actor): \(reason)"
        case .environmentFrozen(let environment, let actor, let reason):
            "\(environment) frozen by \(actor): \(reason)"
        case .stageOccupied(let run): "run \(run) comes first"
        case .environmentLocked(let environment, let run): "run \(run) has \(environment)"
        }
    }
}
