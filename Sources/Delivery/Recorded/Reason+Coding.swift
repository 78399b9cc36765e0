import Values

/// Words are written as they are: what a person gave as their reason is a plain text.
extension Reason: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .words(let words): try RecordedKind.write(words: words, to: encoder)
        case .tooFewRequests(let came, let needed):
            try RecordedKind.write("tooFewRequests", to: encoder) {
                try $0.write(came, "came")
                try $0.write(needed, "needed")
            }
        case .noLog(let trouble): try RecordedKind.write("noLog", to: encoder) { try $0.write(trouble, "trouble") }
        case .unclear: try RecordedKind.write("unclear", to: encoder)
        case .unhealthy(let finding):
            try RecordedKind.write("unhealthy", to: encoder) { try $0.write(finding, "finding") }
        case .candidateDown(let version):
            try RecordedKind.write("candidateDown", to: encoder) { try $0.write(version, "version") }
        case .stableDown(let outage):
            try RecordedKind.write("stableDown", to: encoder) { try $0.write(outage, "outage") }
        case .nobodyToReturnTo(let outage, let cause):
            try RecordedKind.write("nobodyToReturnTo", to: encoder) {
                try $0.write(outage, "outage")
                try $0.write(cause, "cause")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder, orWords: Self.words) { kind, values in
            switch kind {
            case "tooFewRequests": .tooFewRequests(came: try values.read("came"), needed: try values.read("needed"))
            case "noLog": .noLog(try values.read("trouble"))
            case "unclear": .unclear
            case "unhealthy": .unhealthy(try values.read("finding"))
            case "candidateDown": .candidateDown(version: try values.read("version"))
            case "stableDown": .stableDown(try values.read("outage"))
            case "nobodyToReturnTo":
                .nobodyToReturnTo(try values.read("outage"), because: try values.read("cause"))
            default: nil
            }
        }
    }
}

extension LogTrouble: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .silent(let requests):
            try RecordedKind.write("silent", to: encoder) { try $0.write(requests, "requests") }
        case .surplus(let lines): try RecordedKind.write("surplus", to: encoder) { try $0.write(lines, "lines") }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "silent": .silent(requests: try values.read("requests"))
            case "surplus": .surplus(lines: try values.read("lines"))
            default: nil
            }
        }
    }
}
