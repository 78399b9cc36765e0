import Values

extension StandingOrder: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .freeze(let environment):
            try RecordedKind.write("freeze", to: encoder) {
                try $0.write(environment, "environment")
            }
        case .unfreeze(let environment):
            try RecordedKind.write("unfreeze", to: encoder) {
                try $0.write(environment, "environment")
            }
        case .takeDown(let environment):
            try RecordedKind.write("takeDown", to: encoder) {
                try $0.write(environment, "environment")
            }
        case .bringUp(let environment):
            try RecordedKind.write("bringUp", to: encoder) {
                try $0.write(environment, "environment")
            }
        case .disableTransition(let stage, let pipeline):
            try RecordedKind.write("disableTransition", to: encoder) {
                try $0.write(stage, "stage")
                try $0.write(pipeline, "pipeline")
            }
        case .enableTransition(let stage, let pipeline):
            try RecordedKind.write("enableTransition", to: encoder) {
                try $0.write(stage, "stage")
                try $0.write(pipeline, "pipeline")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "freeze": .freeze(try values.read("environment", earlier: "_0"))
            case "unfreeze": .unfreeze(try values.read("environment", earlier: "_0"))
            case "takeDown": .takeDown(try values.read("environment"))
            case "bringUp": .bringUp(try values.read("environment"))
            case "disableTransition":
                .disableTransition(
                    try values.read("stage", earlier: "_0"), pipeline: try values.readIfPresent("pipeline"))
            case "enableTransition":
                .enableTransition(
                    try values.read("stage", earlier: "_0"), pipeline: try values.readIfPresent("pipeline"))
            default: nil
            }
        }
    }
}
