import Delivery
import StrictYAML
import Values

/// How a kind of step is read, and the keys below its own: a row for each.
struct StepReader: Sendable {
    let key: String
    var keys: [String] = []
    /// Whether the pipeline may give it a name.
    var takesName = false
    /// Whether it is a command, which finds variables in its environment.
    var takesVariables = false
    let read: @Sendable (PipelineReader, Field) -> StepWork

    static let all: [StepReader] = [
        StepReader(key: RunStep.key, takesName: true, takesVariables: true) { .run($0.runStep($1)) },
        artifact,
        StepReader(key: DeployStep.key) { .deploy($0.deployStep($1)) },
        check, migrate,
    ]

    fileprivate static let artifact = StepReader(key: ArtifactStep.key, keys: ["path", "version-from"]) {
        .artifact($0.artifactStep($1))
    }

    fileprivate static let check = StepReader(
        key: CheckStep.key, keys: ["http", "status", "within"], takesName: true
    ) { .check($0.checkStep($1)) }

    fileprivate static let migrate = StepReader(
        key: MigrateStep.key, keys: ["run", "reversible"], takesName: true, takesVariables: true
    ) { .migrate($0.migrateStep($1)) }

    var section: Section { Section(key, keys) }
}

extension StepReader {
    /// Those that take a name: `run and check steps`.
    fileprivate static var named: String {
        list(of: all.filter(\.takesName).map(\.key)) + " steps"
    }

    /// `run, check and migrate`
    static func list(of names: [String]) -> String {
        (names.dropLast().isEmpty ? "" : names.dropLast().joined(separator: ", ") + " and ") + (names.last ?? "")
    }
}

extension PipelineReader {
    func step(_ field: Field) -> Step {
        let standIn = Step.run(command: "")
        guard let record = Record(field, as: .step, log: log) else { return standIn }
        let kinds = StepReader.all.filter { record[$0.key] != nil }
        guard kinds.count == 1, record.isUnderstood, let kind = kinds.first, let work = record[kind.key] else {
            log.didNotUnderstand(field.path)
            reportKinds(kinds, of: record)
            return standIn
        }
        let step = Step(
            kind.read(self, work), name: name(of: record, kind), variables: variables(of: record, kind))
        return Step(step.work, name: step.name, terms: terms(of: record, in: step), variables: step.variables)
    }

    /// What all kinds share is read here.
    private func name(of record: Record, _ kind: StepReader) -> String? {
        guard let field = record["name"] else { return nil }
        guard kind.takesName else {
            log.add(
                at: field, "a name beside \(kind.key)", expectation: "only \(StepReader.named) take a name; remove it")
            return nil
        }
        var name: String?
        log.read(field, into: &name, as: .line)
        return name
    }

    private func variables(of record: Record, _ kind: StepReader) -> VariableSettings? {
        if kind.takesVariables { return variables(record) }
        for key in ["env", "secrets"] {
            guard let field = record[key] else { continue }
            let takers = StepReader.list(of: StepReader.all.filter(\.takesVariables).map(\.key))
            log.add(
                at: field, "\(key) beside \(kind.key)",
                expectation: "only \(takers) steps take it; an environment's variables stand in the environment")
        }
        return nil
    }

    /// A step that was not understood because of its keys has been reported for them.
    private func reportKinds(_ kinds: [StepReader], of record: Record) {
        if kinds.count > 1 {
            let all = kinds.map(\.key).joined(separator: " and ")
            log.add(at: record.field, "one step with \(all)", expectation: "make a step of each")
        } else if kinds.isEmpty, record.isUnderstood {
            let keys = StepReader.all.map(\.key)
            log.add(
                at: record.field, "a step that does nothing",
                expectation: "write \(keys.dropLast().joined(separator: ", ")) or \(keys.last ?? "")")
        }
    }

    fileprivate func runStep(_ field: Field) -> RunStep {
        var step = RunStep(command: "")
        log.read(field, into: &step.command, as: .script)
        return step
    }

    fileprivate func artifactStep(_ field: Field) -> ArtifactStep {
        var step = ArtifactStep(path: "", versionFrom: nil)
        guard let record = Record(field, as: StepReader.artifact.section, log: log) else { return step }
        log.read(
            record.required("path", expectation: "name the folder to pack: path: dist"), into: &step.path, as: .line)
        log.read(record["version-from"], into: &step.versionFrom, as: .line)
        return step
    }

    fileprivate func checkStep(_ field: Field) -> CheckStep {
        var step = CheckStep(check: HTTPCheck(url: ""))
        guard let record = Record(field, as: StepReader.check.section, log: log) else { return step }
        log.read(
            record.required("http", expectation: "write the address: http: https://shop.example/healthz"),
            into: &step.check.url, as: .monitoredAddress)
        log.read(record["status"], into: &step.check.status, as: .count)
        log.read(record["within"], into: &step.check.within, as: .time)
        return step
    }

    fileprivate func migrateStep(_ field: Field) -> MigrateStep {
        var step = MigrateStep(command: "")
        guard let record = Record(field, as: StepReader.migrate.section, log: log) else { return step }
        log.read(
            record.required("run", expectation: "write the command: run: ./migrate up"), into: &step.command,
            as: .script)
        log.read(record["reversible"], into: &step.isReversible, as: .truth)
        return step
    }

    fileprivate func deployStep(_ field: Field) -> DeployStep {
        var step = DeployStep(environment: "")
        log.read(field, into: &step.environment, as: .name("an environment's name") { EnvironmentName($0) })
        return step
    }
}
