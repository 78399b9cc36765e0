import Values

extension ListenerNote: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .any: try RecordedKind.write("any", to: encoder)
        case .unknown(let why):
            try RecordedKind.write("unknown", to: encoder) {
                try $0.write(why, "why")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "any": .any
            case "unknown": .unknown(why: try values.read("why"))
            default: nil
            }
        }
    }
}
