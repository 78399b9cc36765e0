import Values

extension Strategy: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .canary(let canary):
            try RecordedKind.write("canary", to: encoder) {
                try $0.write(canary.steps, "steps")
                try $0.write(canary.bake, "bake")
            }
        case .allAtOnce: try RecordedKind.write("allAtOnce", to: encoder)
        }
    }

    /// Once there was nothing but canaries, and no kind.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: RecordedName.self)
        guard members.contains(RecordedKind.name) else {
            self = .canary(try CanaryStrategy(from: decoder))
            return
        }
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "canary": .canary(CanaryStrategy(steps: try values.read("steps"), bake: try values.read("bake")))
            case "allAtOnce": .allAtOnce(AllAtOnceStrategy())
            default: nil
            }
        }
    }
}

extension Exposure: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .share(let share): try RecordedKind.write("share", to: encoder) { try $0.write(share, "share") }
        case .instances(let count, let total):
            try RecordedKind.write("instances", to: encoder) {
                try $0.write(count, "count")
                try $0.write(total, "of")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "share": .share(try values.read("share"))
            case "instances": .instances(try values.read("count"), of: try values.read("of"))
            default: nil
            }
        }
    }
}
