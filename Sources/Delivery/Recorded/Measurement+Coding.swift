import Values

/// Once it was a text for people, which is still read, and written again as it was.
extension Measurement: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .errors(let candidate, let stable):
            try RecordedKind.write("errors", to: encoder) {
                try $0.write(candidate, "candidate")
                try $0.write(stable, "stable")
            }
        case .p99(let duration):
            try RecordedKind.write("p99", to: encoder) {
                try $0.write(duration.map { $0 / .microseconds(1) }, "microseconds")
            }
        case .notReady(let detail):
            try RecordedKind.write("notReady", to: encoder) { try $0.write(detail, "detail") }
        case .ended(let status): try RecordedKind.write("ended", to: encoder) { try $0.write(status, "status") }
        case .badAnswer(let detail):
            try RecordedKind.write("badAnswer", to: encoder) { try $0.write(detail, "detail") }
        case .portTaken(let port, let holder):
            try RecordedKind.write("portTaken", to: encoder) {
                try $0.write(port, "port")
                try $0.write(holder, "by")
            }
        case .words(let words): try RecordedKind.write(words: words, to: encoder)
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder, orWords: Self.words) { kind, values in
            switch kind {
            case "errors": .errors(try values.read("candidate"), stable: try values.readIfPresent("stable"))
            case "p99": .p99(try values.readIfPresent("microseconds").map { (micro: Double) in .microseconds(micro) })
            case "notReady": .notReady(try values.read("detail"))
            case "ended": .ended(try values.readIfPresent("status"))
            case "badAnswer": .badAnswer(try values.read("detail"))
            case "portTaken": .portTaken(port: try values.read("port"), by: try values.read("by"))
            default: nil
            }
        }
    }
}

/// Once it was a text for people, which is still read, and written again as it was.
extension MeasurementLimit: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .comparedWithStable(let worseBy, let tolerance):
            try RecordedKind.write("comparedWithStable", to: encoder) {
                try $0.write(worseBy, "worseBy")
                try $0.write(tolerance, "tolerance")
            }
        case .errors(let share): try RecordedKind.write("errors", to: encoder) { try $0.write(share, "share") }
        case .p99(let limit): try RecordedKind.write("p99", to: encoder) { try $0.write(limit, "milliseconds") }
        case .readyWithin(let limit):
            try RecordedKind.write("readyWithin", to: encoder) { try $0.write(limit, "milliseconds") }
        case .keepsRunning: try RecordedKind.write("keepsRunning", to: encoder)
        case .answers(let path, let within):
            try RecordedKind.write("answers", to: encoder) {
                try $0.write(path, "path")
                try $0.write(within, "within")
            }
        case .connects(let within):
            try RecordedKind.write("connects", to: encoder) { try $0.write(within, "within") }
        case .listensItself: try RecordedKind.write("listensItself", to: encoder)
        case .words(let words): try RecordedKind.write(words: words, to: encoder)
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder, orWords: Self.words) { kind, values in
            switch kind {
            case "comparedWithStable":
                .comparedWithStable(worseBy: try values.read("worseBy"), tolerance: try values.read("tolerance"))
            case "errors": .errors(try values.read("share"))
            case "p99": .p99(try values.read("milliseconds"))
            case "readyWithin": .readyWithin(try values.read("milliseconds"))
            case "keepsRunning": .keepsRunning
            case "answers": .answers(path: try values.read("path"), within: try values.read("within"))
            case "connects": .connects(within: try values.read("within"))
            case "listensItself": .listensItself
            default: nil
            }
        }
    }
}
