import Delivery
import StrictYAML
import Values

extension PipelineReader {
    /// What the keys beside a step's work say. Nothing hangs for ever, but for a release, which may wait for people.
    func terms(of record: Record, in step: Step) -> StepTerms {
        var terms = StepTerms(timeout: step.target == nil ? StepTerms.defaultTimeout : nil)
        log.read(record["timeout"], into: &terms.timeout, as: .time)
        terms.retry = record["retry"].flatMap(retry)
        log.read(record["continue-on-error"], into: &terms.continuesOnError, as: .truth)
        log.read(
            record["when"], into: &terms.condition,
            as: .choice("a condition", ["always": .always, "failure": .failure, "success": .success]))
        return terms
    }

    private func retry(_ field: Field) -> RetryRule? {
        guard let record = Record(field, as: .retry, log: log) else { return nil }
        var rule = RetryRule(times: 1)
        log.read(
            record.required("times", expectation: "write how often: times: 2"), into: &rule.times, as: .count)
        log.read(record["backoff"], into: &rule.backoff, as: .time)
        return rule
    }
}
