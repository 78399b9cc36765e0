import Values

extension Step: Codable {
    public func encode(to encoder: any Encoder) throws {
        try RecordedKind.write(type(of: kind).key, to: encoder) { values in
            try values.write(name, "name")
            try values.write(variables, "variables")
            switch work {
            case .run(let step): try values.write(step.command, "command")
            case .artifact(let step):
                try values.write(step.path, "path")
                try values.write(step.versionFrom, "versionFrom")
            case .deploy(let step): try values.write(step.environment, "environment")
            case .check(let step):
                try values.write(step.check.url, "url")
                try values.write(step.check.status, "status")
                try values.write(step.check.within, "within")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            guard let work = try StepWork(kind, values) else { return nil }
            return Step(
                work, name: try values.readIfPresent("name"), variables: try values.readIfPresent("variables"))
        }
    }
}

extension StepWork {
    fileprivate init?(_ kind: String, _ values: ReadValues) throws {
        switch kind {
        case RunStep.key: self = .run(RunStep(command: try values.read("command")))
        case ArtifactStep.key:
            self = .artifact(
                ArtifactStep(path: try values.read("path"), versionFrom: try values.readIfPresent("versionFrom")))
        case DeployStep.key: self = .deploy(DeployStep(environment: try values.read("environment")))
        case CheckStep.key:
            let check = HTTPCheck(
                url: try values.read("url"), status: try values.read("status"), within: try values.read("within"))
            self = .check(CheckStep(check: check))
        default: return nil
        }
    }
}
