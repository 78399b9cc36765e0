import Values

extension ServiceEvent {
    var recordedName: String {
        switch self {
        case .instanceDown: "instanceDown"
        case .instanceUp: "instanceUp"
        case .instanceRestarting: "instanceRestarting"
        case .instanceRestarted: "instanceRestarted"
        case .restartFailed: "restartFailed"
        case .instanceGivenUp: "instanceGivenUp"
        case .routerDown: "routerDown"
        case .routerUp: "routerUp"
        case .serviceStopped: "serviceStopped"
        case .oldEnding: "oldEnding"
        case .oldEnded: "oldEnded"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .instanceDown(let instance, let failure, let isKept):
            try values.write(isKept, "kept")
            try values.write(instance, "instance")
            try values.write(failure, "failure")
        case .instanceUp(let instance):
            try values.write(instance, "instance")
        case .instanceRestarting(let instance, let start):
            try values.write(instance, "instance")
            try values.write(start, "start")
        case .instanceRestarted(let instance):
            try values.write(instance, "instance")
        case .restartFailed(let instance, let problem):
            try values.write(instance, "instance")
            try values.write(problem, "problem")
        case .instanceGivenUp(let instance, let starts):
            try values.write(instance, "instance")
            try values.write(starts, "starts")
        case .routerDown(let detail):
            try values.write(detail, "detail")
        case .routerUp(let startedAgain):
            try values.write(startedAgain, "startedAgain")
        case .serviceStopped(let left), .oldEnded(let left):
            try values.write(left, "left")
        case .oldEnding: break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "instanceDown":
            self = .instanceDown(
                instance: try values.read("instance"), failure: try values.read("failure"),
                isKept: try values.readIfPresent("kept"))
        case "instanceUp": self = .instanceUp(instance: try values.read("instance"))
        case "instanceRestarting":
            self = .instanceRestarting(instance: try values.read("instance"), start: try values.read("start"))
        case "instanceRestarted": self = .instanceRestarted(instance: try values.read("instance"))
        case "restartFailed":
            self = .restartFailed(instance: try values.read("instance"), problem: try values.read("problem"))
        case "instanceGivenUp":
            self = .instanceGivenUp(instance: try values.read("instance"), starts: try values.read("starts"))
        case "routerDown": self = .routerDown(detail: try values.read("detail"))
        case "routerUp": self = .routerUp(startedAgain: try values.readIfPresent("startedAgain"))
        case "serviceStopped": self = .serviceStopped(left: try values.read("left"))
        case "oldEnding": self = .oldEnding
        case "oldEnded": self = .oldEnded(left: try values.read("left"))
        default: return nil
        }
    }
}
