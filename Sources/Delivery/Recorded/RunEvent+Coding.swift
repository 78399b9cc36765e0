import Values

extension RunEvent {
    var recordedName: String {
        switch self {
        case .started: "runStarted"
        case .sourceTaken: "sourceTaken"
        case .rulesChanged: "rulesChanged"
        case .cancelRequested: "cancelRequested"
        case .blocked: "blocked"
        case .unblocked: "unblocked"
        case .superseded: "superseded"
        case .reopened: "runReopened"
        case .takenUp: "takenUp"
        case .clockJumped: "clockJumped"
        case .finished: "runFinished"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .started(let pipeline, let change, let actor, let workspace):
            try values.write(pipeline, "pipeline")
            try values.write(change, "change")
            try values.write(actor, "by")
            try values.write(workspace, "workspace")
        case .sourceTaken(let pipeline, let change):
            try values.write(pipeline, "pipeline")
            try values.write(change, "change")
        case .rulesChanged(let change):
            try values.write(change.since, "since")
            try values.write(change.commit, "commit")
            try values.write(change.parts, "parts")
            try values.write(change.gates, "gates")
        case .cancelRequested(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .blocked(let stage, let cause):
            try values.write(stage, "stage")
            try values.write(cause, "cause")
        case .unblocked(let stage):
            try values.write(stage, "stage")
        case .superseded(let newer):
            try values.write(newer, "by")
        case .reopened(let place, let actor, let reason):
            try values.write(place, "place")
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .takenUp(let actor):
            try values.write(actor, "by")
        case .clockJumped(let jump):
            try values.write(jump, "by")
        case .finished(let result, let finding, let environment):
            try values.write(result, "result")
            try values.write(finding, "finding")
            try values.write(environment, "environment")
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "runStarted":
            self = .started(
                pipeline: try values.read("pipeline"), change: try values.read("change"), by: try values.read("by"),
                workspace: try values.read("workspace"))
        case "sourceTaken":
            self = .sourceTaken(pipeline: try values.read("pipeline"), change: try values.read("change"))
        case "rulesChanged":
            self = .rulesChanged(
                RuleChange(
                    since: try values.read("since"), commit: try values.readIfPresent("commit"),
                    parts: try values.read("parts"), gates: try values.read("gates")))
        case "cancelRequested":
            self = .cancelRequested(by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "blocked", "held": self = .blocked(stage: try values.read("stage"), cause: try values.read("cause"))
        case "unblocked", "holdEnded": self = .unblocked(stage: try values.read("stage"))
        case "superseded": self = .superseded(by: try values.read("by"))
        case "runReopened":
            self = .reopened(
                place: try values.read("place"), by: try values.read("by"), reason: try values.readIfPresent("reason"))
        case "takenUp": self = .takenUp(by: try values.read("by"))
        case "clockJumped": self = .clockJumped(by: try values.read("by"))
        case "runFinished":
            self = .finished(
                result: try values.read("result"), finding: try values.readIfPresent("finding"),
                in: try values.readIfPresent("environment"))
        default: return nil
        }
    }
}
