import Values

extension StepEvent {
    var recordedName: String {
        switch self {
        case .blocked: "stepBlocked"
        case .unblocked: "stepUnblocked"
        case .started: "stepStarted"
        case .artifactMade: "artifactMade"
        case .finished: "stepFinished"
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
        case .unblocked, .started, .retried: break
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
        case "stepRetried": self = .retried
        case "stepSkipped": self = .skipped(by: try values.read("by"), reason: try values.read("reason"))
        default: return nil
        }
    }
}
