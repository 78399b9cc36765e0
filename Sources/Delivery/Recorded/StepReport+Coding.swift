import Values

/// Once it was a text for people, which is still read, and written again as it was.
extension StepReport: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .exited(let code): try RecordedKind.write("exited", to: encoder) { try $0.write(code, "code") }
        case .signalled(let signal):
            try RecordedKind.write("signalled", to: encoder) { try $0.write(signal, "signal") }
        case .timedOut(let limit, let ofStage):
            try RecordedKind.write("timedOut", to: encoder) {
                try $0.write(limit, "after")
                if ofStage { try $0.write(true, "ofStage") }
            }
        case .artifact(let artifact):
            try RecordedKind.write("artifact", to: encoder) { try $0.write(artifact, "artifact") }
        case .missing(let detail): try RecordedKind.write("missing", to: encoder) { try $0.write(detail, "detail") }
        case .answered(let took): try RecordedKind.write("answered", to: encoder) { try $0.write(took, "after") }
        case .badAnswer(let detail):
            try RecordedKind.write("badAnswer", to: encoder) { try $0.write(detail, "detail") }
        case .remark(let remark): try RecordedKind.write("remark", to: encoder) { try $0.write(remark, "remark") }
        case .problem(let problem): try RecordedKind.write("problem", to: encoder) { try $0.write(problem, "problem") }
        case .nothingToRelease: try RecordedKind.write("nothingToRelease", to: encoder)
        case .newerInService(let version, let run, let environment):
            try RecordedKind.write("newerInService", to: encoder) {
                try $0.write(version, "version")
                try $0.write(run, "run")
                try $0.write(environment, "environment")
            }
        case .migratedSince(let run, let environment):
            try RecordedKind.write("migratedSince", to: encoder) {
                try $0.write(run, "run")
                try $0.write(environment, "environment")
            }
        case .release(let report): try RecordedKind.write("release", to: encoder) { try $0.write(report, "release") }
        case .words(let words): try RecordedKind.write(words: words, to: encoder)
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder, orWords: Self.words) { kind, values in
            switch kind {
            case "exited": .exited(code: try values.read("code"))
            case "signalled": .signalled(try values.read("signal"))
            case "timedOut":
                .timedOut(after: try values.read("after"), ofStage: try values.readIfPresent("ofStage") ?? false)
            case "artifact": .artifact(try values.read("artifact"))
            case "missing": .missing(try values.read("detail"))
            case "answered": .answered(after: try values.read("after"))
            case "badAnswer": .badAnswer(try values.read("detail"))
            case "remark": .remark(try values.read("remark"))
            case "problem": .problem(try values.read("problem"))
            case "nothingToRelease": .nothingToRelease
            case "newerInService":
                .newerInService(
                    version: try values.read("version"), run: try values.read("run"),
                    environment: try values.read("environment"))
            case "migratedSince":
                .migratedSince(run: try values.read("run"), environment: try values.read("environment"))
            case "release": .release(try values.read("release"))
            default: nil
            }
        }
    }
}
