import Values

extension ReleaseMode: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .manual: try RecordedKind.write("manual", to: encoder)
        case .automatic(let risk):
            try RecordedKind.write("automatic", to: encoder) {
                try $0.write(risk, "risk")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "manual": .manual
            case "automatic": .automatic(acceptRisk: try values.readIfPresent("risk"))
            default: nil
            }
        }
    }
}
