import Delivery

extension PipelineReader {
    func step(_ field: Field) -> Step {
        let standIn = Step.run(command: "", name: nil)
        guard let record = Record(field, as: .step, log: log) else { return standIn }
        let kinds = ["run", "artifact", "deploy"].filter { record[$0] != nil }
        guard kinds.count == 1, record.isUnderstood else {
            log.didNotUnderstand(field.path)
            reportKinds(kinds, of: record)
            return standIn
        }
        if let name = record["name"], record["run"] == nil {
            log.add(at: name, "a name beside \(kinds[0])", expectation: "only a run step takes a name; remove it")
        }
        if let run = record["run"] { return runStep(run, name: record["name"]) }
        if let artifact = record["artifact"] { return artifactStep(artifact) }
        return record["deploy"].map(deployStep) ?? standIn
    }

    /// A step that was not understood because of its keys has been reported for them.
    private func reportKinds(_ kinds: [String], of record: Record) {
        if kinds.count > 1 {
            let all = kinds.joined(separator: " and ")
            log.add(at: record.field, "one step with \(all)", expectation: "make a step of each")
        } else if kinds.isEmpty, record.isUnderstood {
            log.add(at: record.field, "a step that does nothing", expectation: "write run, artifact or deploy")
        }
    }

    private func runStep(_ field: Field, name: Field?) -> Step {
        var command = ""
        var title: String?
        log.read(field, into: &command, as: .script)
        log.read(name, into: &title, as: .line)
        return .run(command: command, name: title)
    }

    private func artifactStep(_ field: Field) -> Step {
        var path = ""
        var version: String?
        if let record = Record(field, as: .artifact, log: log) {
            log.read(
                record.required("path", expectation: "name the folder to pack: path: dist"), into: &path, as: .line)
            log.read(record["version-from"], into: &version, as: .line)
        }
        return .artifact(path: path, versionFrom: version)
    }

    private func deployStep(_ field: Field) -> Step {
        var environment: EnvironmentName = ""
        log.read(field, into: &environment, as: .name("an environment's name") { EnvironmentName($0) })
        return .deploy(environment: environment)
    }
}
