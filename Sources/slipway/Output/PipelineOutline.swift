import Delivery
import Values
import Wording

/// What a pipeline does, line by line: its stages with what is passed before them, its steps and how long each may take,
/// and how its releases go.
struct PipelineOutline {
    let pipeline: Pipeline

    var lines: [String] { [heading] + pipeline.stages.flatMap(outline) }

    private var heading: String {
        let who =
            switch pipeline.release {
            case .manual: "a person releases"
            case .automatic: "the pipeline decides"
            }
        return "\(pipeline.name): \(who)"
    }

    private func outline(of stage: Stage) -> [String] {
        let manner = stage.isParallel && stage.steps.count > 1 ? ["its steps at once"] : []
        let time = stage.timeout.map { ["at most \($0.brief) together"] } ?? []
        let remarks = [stage.gate.map(Self.gate)].compactMap { $0 } + manner + time
        let heading = stage.name.rawValue + (remarks.isEmpty ? "" : ": \(remarks.joined(separator: ", "))")
        return [heading] + stage.steps.map { "  \(title(of: $0)): \(notes(on: $0).joined(separator: ", "))" }
    }

    private static func gate(_ rule: ApprovalRule) -> String {
        let who = rule.approvers.isEmpty ? "anyone" : rule.approvers.joined(separator: " or ")
        let except = rule.notAuthor ? " but no author of the change" : ""
        return "approved by \(who)\(except)" + (rule.expires.map { " within \($0.brief)" } ?? "")
    }

    /// In one line, whatever a script looks like.
    private func title(of step: Step) -> String {
        let parts = step.title.split(whereSeparator: \.isNewline)
        return (parts.first.map(String.init) ?? "") + (parts.count > 1 ? " …" : "")
    }

    private func notes(on step: Step) -> [String] {
        if let target = step.target, let environment = pipeline.environments[target] {
            return [Self.strategy(environment.strategy)]
        }
        let terms = step.terms
        let retry = terms.retry.map { rule in
            "again up to \(rule.times)x if it fails"
                + (rule.backoff > .zero ? ", first after \(rule.backoff.brief)" : "")
        }
        let condition: String? =
            switch terms.condition {
            case .success: nil
            case .failure: "only after a failure"
            case .always: "whatever happens"
            }
        return [
            terms.timeout.map { "at most \($0.brief)" } ?? "no time limit", retry,
            terms.continuesOnError ? "its failure does not matter" : nil, condition,
        ].compactMap { $0 }
    }

    private static func strategy(_ strategy: Strategy) -> String {
        switch strategy {
        case .canary(let canary):
            let steps = canary.steps.map { "\($0)" }.joined(separator: ", ")
            let requests = canary.bake.requests > 0 ? " and \(NumberText.grouped(canary.bake.requests)) requests" : ""
            return "canary \(steps), each for \(canary.bake.duration.brief)\(requests)"
        case .allAtOnce: return "all at once"
        }
    }
}
