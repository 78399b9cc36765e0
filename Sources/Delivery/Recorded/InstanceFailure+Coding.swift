import Values

extension InstanceFailure: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .notReady(let detail, let lastOutput):
            try RecordedKind.write("notReady", to: encoder) {
                try $0.write(detail, "detail")
                try $0.write(lastOutput, "lastOutput")
            }
        case .exited(let status, let lastOutput):
            try RecordedKind.write("exited", to: encoder) {
                try $0.write(status, "status")
                try $0.write(lastOutput, "lastOutput")
            }
        case .notResponding(let detail):
            try RecordedKind.write("notResponding", to: encoder) {
                try $0.write(detail, "detail")
            }
        case .unhealthy(let rule, let detail):
            try RecordedKind.write("unhealthy", to: encoder) {
                try $0.write(rule, "rule")
                try $0.write(detail, "detail")
            }
        case .portTaken(let port, let culprit):
            try RecordedKind.write("portTaken", to: encoder) {
                try $0.write(port, "port")
                try $0.write(culprit, "by")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "notReady": .notReady(detail: try values.read("detail"), lastOutput: try values.read("lastOutput"))
            case "exited":
                .exited(status: try values.readIfPresent("status"), lastOutput: try values.read("lastOutput"))
            case "notResponding": .notResponding(detail: try values.read("detail"))
            case "unhealthy": .unhealthy(rule: try values.read("rule"), detail: try values.read("detail"))
            case "portTaken": .portTaken(port: try values.read("port"), by: try values.read("by"))
            default: nil
            }
        }
    }
}
