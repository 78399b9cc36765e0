import Values

extension InstanceEvent {
    var recordedName: String {
        switch self {
        case .placed: "instancePlaced"
        case .started: "instanceStarted"
        case .ready: "instanceReady"
        case .failed: "instanceFailed"
        case .probeFailed: "probeFailed"
        case .drained: "instanceDrained"
        case .stopped: "instanceStopped"
        case .abandoned: "instanceAbandoned"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .started(let endpoint):
            try values.write(endpoint, "endpoint")
        case .ready(let took, let note):
            try values.write(took, "took")
            try values.write(note, "note")
        case .failed(let failure):
            try values.write(failure, "failure")
        case .probeFailed(let detail):
            try values.write(detail, "detail")
        case .abandoned(let problem):
            try values.write(problem, "problem")
        case .drained(let cut):
            try values.write(cut, "cut")
        case .placed, .stopped: break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "instancePlaced": self = .placed
        case "instanceStarted": self = .started(endpoint: try values.read("endpoint"))
        case "instanceReady": self = .ready(took: try values.read("took"), note: try values.readIfPresent("note"))
        case "instanceFailed": self = .failed(failure: try values.read("failure"))
        case "probeFailed": self = .probeFailed(detail: try values.read("detail"))
        case "instanceDrained": self = .drained(cut: try values.readIfPresent("cut"))
        case "instanceStopped": self = .stopped
        case "instanceAbandoned": self = .abandoned(problem: try values.read("problem"))
        default: return nil
        }
    }
}
