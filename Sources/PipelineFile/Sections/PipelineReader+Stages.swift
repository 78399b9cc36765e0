import Delivery
import StrictYAML
import Values

extension PipelineReader {
    func stages(_ field: Field?) -> [Stage] {
        field.flatMap(log.elements)?.map(stage) ?? []
    }

    private func stage(_ field: Field) -> Stage {
        var stage = Stage(name: "", steps: [])
        guard let record = Record(field, as: .stage, log: log) else { return stage }
        log.read(
            record.required("name", expectation: "a stage needs a name"), into: &stage.name,
            as: .name("a name") { StageName($0) })
        stage.gate = record["gate"].map(gate)
        log.read(record["parallel"], into: &stage.isParallel, as: .truth)
        log.read(record["timeout"], into: &stage.timeout, as: .time)
        stage.variables = variables(record)
        let steps = record.required("steps", expectation: "a stage needs a list of steps")
        stage.steps = steps.flatMap(log.elements)?.map(step) ?? []
        return stage
    }

    private func gate(_ field: Field) -> ApprovalRule {
        var rule = ApprovalRule()
        guard let gate = Record(field, as: .gate, log: log),
            let approve = gate.required("approve", expectation: "write gate: { approve: {} }"),
            let record = Record(approve, as: .approve, log: log)
        else { return rule }
        log.readList(record["by"], into: &rule.approvers, of: .line)
        log.read(record["not"], into: &rule.notAuthor, as: .choice("author", ["author": true]))
        log.read(record["expires"], into: &rule.expires, as: .time)
        return rule
    }
}
