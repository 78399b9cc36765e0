import Values

extension Step: Codable {
    public func encode(to encoder: any Encoder) throws {
        try RecordedKind.write(type(of: kind).key, to: encoder) { values in
            try values.write(name, "name")
            try terms.write(to: &values)
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
            case .migrate(let step):
                try values.write(step.command, "command")
                try values.write(step.isReversible, "reversible")
            case .stored(let step): try values.write(step.artifact, "artifact")
            case .source(let step):
                try values.write(step.source, "source")
                try values.write(step.commit, "commit")
                try values.write(step.pipeline.rawValue, "pipeline")
                try values.write(step.file, "file")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            guard let work = try StepWork(kind, values) else { return nil }
            return Step(
                work, name: try values.readIfPresent("name"), terms: try StepTerms(values),
                variables: try values.readIfPresent("variables"))
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
        case MigrateStep.key:
            self = .migrate(
                MigrateStep(command: try values.read("command"), isReversible: try values.read("reversible")))
        case StoredStep.key: self = .stored(StoredStep(artifact: try values.read("artifact")))
        case SourceStep.key:
            guard let pipeline = SourceStep.Pipeline(rawValue: try values.read("pipeline")) else { return nil }
            self = .source(
                SourceStep(
                    source: try values.read("source"), commit: try values.read("commit"), pipeline: pipeline,
                    file: try values.read("file")))
        default: return nil
        }
    }
}

/// What the pipeline left open is not written, as it was before there were any terms.
extension StepTerms {
    fileprivate func write(to values: inout RecordedValues) throws {
        try values.write(timeout, "timeout")
        try values.write(retry, "retry")
        if continuesOnError { try values.write(true, "continueOnError") }
        if condition != .success { try values.write(condition.rawValue, "when") }
    }

    fileprivate init(_ values: ReadValues) throws {
        let condition: String? = try values.readIfPresent("when")
        self.init(
            timeout: try values.readIfPresent("timeout"), retry: try values.readIfPresent("retry"),
            continuesOnError: try values.readIfPresent("continueOnError") ?? false,
            condition: condition.flatMap(StepCondition.init) ?? .success)
    }
}
