import Values

extension ServiceEvent {
    var recordedName: String {
        switch self {
        case .instanceDown: "instanceDown"
        case .instanceUp: "instanceUp"
        case .routerDown: "routerDown"
        case .routerUp: "routerUp"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .instanceDown(let instance, let failure):
            try values.write(instance, "instance")
            try values.write(failure, "failure")
        case .instanceUp(let instance):
            try values.write(instance, "instance")
        case .routerDown(let detail):
            try values.write(detail, "detail")
        case .routerUp(let startedAgain):
            try values.write(startedAgain, "startedAgain")
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "instanceDown":
            self = .instanceDown(instance: try values.read("instance"), failure: try values.read("failure"))
        case "instanceUp": self = .instanceUp(instance: try values.read("instance"))
        case "routerDown": self = .routerDown(detail: try values.read("detail"))
        case "routerUp": self = .routerUp(startedAgain: try values.readIfPresent("startedAgain"))
        default: return nil
        }
    }
}
