import Values

extension HealthRule: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .responding(let rule):
            try RecordedKind.write("responding", to: encoder) {
                try $0.write(rule.path, "path")
                try $0.write(rule.within, "within")
            }
        case .tcp(let rule): try RecordedKind.write("tcp", to: encoder) { try $0.write(rule.within, "within") }
        case .errors(let rule):
            try RecordedKind.write("errors", to: encoder) {
                try $0.write(rule.worseBy, "worseBy")
                try $0.write(rule.tolerance, "tolerance")
            }
        case .errorLimit(let rule):
            try RecordedKind.write("errorLimit", to: encoder) {
                try $0.write(rule.share, "limit")
            }
        case .latencyLimit(let rule):
            try RecordedKind.write("latencyLimit", to: encoder) {
                try $0.write(rule.p99, "p99")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "responding": .responding(path: try values.read("path"), within: try values.read("within"))
            case "tcp": .tcp(TCPRule(within: try values.read("within")))
            case "errors": .errors(worseBy: try values.read("worseBy"), tolerance: try values.read("tolerance"))
            case "errorLimit": .errorLimit(try values.read("limit", earlier: "_0"))
            case "latencyLimit": .latencyLimit(p99: try values.read("p99"))
            default: nil
            }
        }
    }
}
