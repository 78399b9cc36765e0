import Values

extension RollbackCause: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .unhealthy(let finding):
            try RecordedKind.write("unhealthy", to: encoder) {
                try $0.write(finding, "finding")
            }
        case .ordered(let culprit, let reason):
            try RecordedKind.write("ordered", to: encoder) {
                try $0.write(culprit, "by")
                try $0.write(reason, "reason")
            }
        case .cancelled(let culprit, let reason):
            try RecordedKind.write("cancelled", to: encoder) {
                try $0.write(culprit, "by")
                try $0.write(reason, "reason")
            }
        case .errored(let problem):
            try RecordedKind.write("errored", to: encoder) {
                try $0.write(problem, "problem")
            }
        case .noData(let requests, let needed):
            try RecordedKind.write("noData", to: encoder) {
                try $0.write(requests, "requests")
                try $0.write(needed, "needed")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "unhealthy": .unhealthy(try values.read("finding", earlier: "_0"))
            case "ordered": .ordered(by: try values.read("by"), reason: try values.readIfPresent("reason"))
            case "cancelled": .cancelled(by: try values.read("by"), reason: try values.readIfPresent("reason"))
            case "errored": .errored(try values.read("problem", earlier: "_0"))
            case "noData": .noData(requests: try values.read("requests"), needed: try values.read("needed"))
            default: nil
            }
        }
    }
}
