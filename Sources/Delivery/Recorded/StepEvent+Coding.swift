import Values

extension StepEvent {
    var recordedName: String {
        switch self {
        case .blocked: "stepBlocked"
        case .unblocked: "stepUnblocked"
        case .started: "stepStarted"
        case .artifactMade: "artifactMade"
        case .finished: "stepFinished"
        case .timedOut: "stepTimedOut"
        case .retried: "stepRetried"
        case .skipped: "stepSkipped"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .artifactMade(let artifact):
            try values.write(artifact, "artifact")
        case .finished(let result, let report, let title, let output):
            try values.write(result, "result")
            try values.write(report, "report")
            try values.write(title, "title")
            try values.write(output, "output")
        case .skipped(let actor, let reason):
            try values.write(actor, "by")
            try values.write(reason, "reason")
        case .blocked(let cause):
            try values.write(cause, "cause")
        case .timedOut(let limit, let ofStage):
            try values.write(limit, "after")
            if ofStage { try values.write(true, "ofStage") }
        case .retried(let pause):
            try values.write(pause, "after")
        case .unblocked, .started: break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "stepBlocked": self = .blocked(cause: try values.read("cause"))
        case "stepUnblocked": self = .unblocked
        case "stepStarted": self = .started
        case "artifactMade": self = .artifactMade(artifact: try values.read("artifact"))
        case "stepFinished":
            self = .finished(
                result: try values.read("result"), report: try values.readIfPresent("report", earlier: "detail"),
                title: try values.readIfPresent("title"),
                output: try values.readIfPresent("output"))
        case "stepTimedOut":
            self = .timedOut(after: try values.read("after"), ofStage: try values.readIfPresent("ofStage") ?? false)
        case "stepRetried": self = .retried(after: try values.readIfPresent("after"))
        case "stepSkipped": self = .skipped(by: try values.read("by"), reason: try values.read("reason"))
        default: return nil
        }
    }
}
