import Values

extension HoldCause: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .transitionDisabled(let culprit, let reason):
            try RecordedKind.write("transitionDisabled", to: encoder) {
                try $0.write(culprit, "by")
                try $0.write(reason, "reason")
            }
        case .environmentFrozen(let environment, let culprit, let reason):
            try RecordedKind.write("environmentFrozen", to: encoder) {
                try $0.write(environment, "environment")
                try $0.write(culprit, "by")
                try $0.write(reason, "reason")
            }
        case .stageOccupied(let culprit):
            try RecordedKind.write("stageOccupied", to: encoder) {
                try $0.write(culprit, "by")
            }
        case .environmentLocked(let environment, let culprit):
            try RecordedKind.write("environmentLocked", to: encoder) {
                try $0.write(environment, "environment")
                try $0.write(culprit, "by")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "transitionDisabled": .transitionDisabled(by: try values.read("by"), reason: try values.read("reason"))
            case "environmentFrozen":
                .environmentFrozen(
                    try values.read("environment", earlier: "_0"), by: try values.read("by"),
                    reason: try values.read("reason"))
            case "stageOccupied": .stageOccupied(by: try values.read("by"))
            case "environmentLocked":
                .environmentLocked(try values.read("environment", earlier: "_0"), by: try values.read("by"))
            default: nil
            }
        }
    }
}
