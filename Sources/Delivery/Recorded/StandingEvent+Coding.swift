import Values

extension StandingEvent {
    var recordedName: String {
        switch self {
        case .environmentFrozen: "environmentFrozen"
        case .environmentUnfrozen: "environmentUnfrozen"
        case .environmentTakenDown: "environmentTakenDown"
        case .environmentBroughtUp: "environmentBroughtUp"
        case .transitionDisabled: "transitionDisabled"
        case .transitionEnabled: "transitionEnabled"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .environmentFrozen(let environment, let actor, let reason),
            .environmentUnfrozen(let environment, let actor, let reason),
            .environmentTakenDown(let environment, let actor, let reason),
            .environmentBroughtUp(let environment, let actor, let reason):
            try values.write(environment, "environment")
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            try values.write(stage, "stage")
            try values.write(actor, "by")
            try values.write(reason, "reason")
            try values.write(pipeline, "pipeline")
        case .transitionEnabled(let stage, let actor, let reason, let pipeline):
            try values.write(stage, "stage")
            try values.write(actor, "by")
            try values.write(reason, "reason")
            try values.write(pipeline, "pipeline")
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "environmentFrozen":
            self = .environmentFrozen(
                environment: try values.read("environment"), by: try values.read("by"),
                reason: try values.read("reason"))
        case "environmentUnfrozen":
            self = .environmentUnfrozen(
                environment: try values.read("environment"), by: try values.read("by"),
                reason: try values.read("reason"))
        case "environmentTakenDown":
            self = .environmentTakenDown(
                environment: try values.read("environment"), by: try values.read("by"),
                reason: try values.read("reason"))
        case "environmentBroughtUp":
            self = .environmentBroughtUp(
                environment: try values.read("environment"), by: try values.read("by"),
                reason: try values.read("reason"))
        case "transitionDisabled":
            self = .transitionDisabled(
                stage: try values.read("stage"), by: try values.read("by"), reason: try values.read("reason"),
                pipeline: try values.readIfPresent("pipeline"))
        case "transitionEnabled":
            self = .transitionEnabled(
                stage: try values.read("stage"), by: try values.read("by"), reason: try values.read("reason"),
                pipeline: try values.readIfPresent("pipeline"))
        default: return nil
        }
    }
}
