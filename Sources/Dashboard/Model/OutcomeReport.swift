import Delivery
import Judge

/// How a run ended, or why its release is being taken back: what a person asks first, in a few labelled lines.
struct OutcomeReport: Equatable {
    let title: String
    let sign: StatusSign
    let facts: [Fact]
}

extension OutcomeReport {
    /// `nil` while the run goes on and nothing is wrong.
    init?(_ model: DashboardModel, _ symbols: Symbols) {
        if let release = model.run.release, let rollback = release.rollback {
            self.init(rollback, of: release, model, symbols)
        } else if let result = model.run.result {
            self.init(result, model, symbols)
        } else {
            return nil
        }
    }

    private init(
        _ rollback: Rollback, of release: ReleaseState, _ model: DashboardModel, _ symbols: Symbols
    ) {
        let result = release.result.map { StatusSign($0, symbols) }
        sign = result ?? StatusSign(glyph: symbols.rolledBack, word: "rolling back", role: .failed)
        title = rollback.cause.headline
        facts =
            Self.cause(rollback.cause, model) + Self.safety(of: rollback, in: release)
            + Self.inService(model, release.environment) + Self.output(model.lastOutput)
    }

    private init(_ result: RunResult, _ model: DashboardModel, _ symbols: Symbols) {
        sign = StatusSign(result, symbols)
        let run = model.run
        if result == .succeeded {
            title = run.release.map { "\($0.plan.artifact.version) is in service" } ?? "every stage passed"
            facts = Self.success(run) + (run.release.map { Self.inService(model, $0.environment) } ?? [])
        } else {
            title = run.stages.first { $0.result == result }.map { "\($0.name)" } ?? "the run"
            facts = Self.stop(run, result) + Self.untouched(model) + Self.output(model.lastOutput)
        }
    }
}

// MARK: - Why

extension OutcomeReport {
    private static func cause(_ cause: RollbackCause, _ model: DashboardModel) -> [Fact] {
        switch cause {
        case .unhealthy(let finding): facts(finding, in: model)
        case .ordered(let actor, let reason), .cancelled(let actor, let reason):
            [Fact(label: "by", text: "\(actor)\(reason.map { ": \($0)" } ?? "")")]
                + failures(model.run.release?.health)
        case .errored(let problem):
            [
                Fact(label: "what", text: problem.what, role: .warning),
                Fact(label: "why", text: problem.why),
                Fact(label: "means", text: "nobody can tell how the candidate is; this is not its failure"),
            ]
        case .noData(let requests, let needed):
            [
                Fact(label: "saw", text: NumberText.count(requests, "request"), role: .warning),
                Fact(label: "needed", text: NumberText.count(needed, "request")),
            ]
        }
    }

    private static func facts(_ finding: Finding, in model: DashboardModel) -> [Fact] {
        var facts = [
            Fact(label: "saw", text: "\(finding.rule): \(finding.value)", role: .failed, attributes: .bold),
            Fact(label: "allowed", text: finding.limit),
        ]
        if let evidence = finding.evidence {
            let limit = NumberText.grouped(Int((1 / Health.falseAlarmRate).rounded()))
            let text = "\(NumberText.evidence(evidence)) (limit \(limit) : 1)"
            facts.append(Fact(label: "evidence", text: text))
        }
        if let first = finding.firstFailure { facts.append(Fact(label: "first", text: first.description)) }
        if let instance = finding.instance { facts.append(Fact(label: "instance", text: instance.description)) }
        let failed = max(finding.failedRequests, model.run.release?.health.candidate.outcomes.bad ?? 0)
        if failed > 0 { facts.append(Fact(label: "users", text: "\(NumberText.count(failed, "request")) failed")) }
        return facts
    }

    private static func failures(_ health: Health?) -> [Fact] {
        guard let health, health.candidate.outcomes.requests > 0 else { return [] }
        let outcomes = health.candidate.outcomes
        let text = "\(NumberText.count(outcomes.requests, "request")) went to the candidate, \(outcomes.bad) failed"
        return [Fact(label: "users", text: text)]
    }

    private static func stop(_ run: RunState, _ result: RunResult) -> [Fact] {
        guard let stage = run.stages.first(where: { $0.result == result }) else { return [] }
        if let step = stage.steps.first(where: { $0.result == result }) {
            let facts = [
                Fact(label: "step", text: step.step.title, role: StatusSign(result, .unicode).role, attributes: .bold)
            ]
            return facts + (step.detail.map { [Fact(label: "because", text: $0)] } ?? [])
        }
        guard result == .rejected, let approval = stage.approval else { return [] }
        let by = approval.answeredBy.map(\.description) ?? Actor.policy.description
        return [Fact(label: "by", text: "\(by)\(approval.reason.map { ": \($0)" } ?? "")")]
    }
}

// MARK: - What it means

extension OutcomeReport {
    private static func safety(of rollback: Rollback, in release: ReleaseState) -> [Fact] {
        guard release.wasExposed else {
            return [Fact(label: "traffic", text: "the candidate never had any", role: .succeeded)]
        }
        if let took = rollback.safeAfter, release.isStableDown {
            let text = "all goes to stable again, \(took.brief) after the decision, and NO instance of it answers"
            return [Fact(label: "traffic", text: text, role: .failed, attributes: .bold)]
        }
        if let took = rollback.safeAfter {
            let text = "all traffic back on stable \(took.brief) after the decision"
            return [Fact(label: "traffic", text: text, role: .succeeded, attributes: .bold)]
        }
        let isReturning = release.phase == .withdrawing
        return isReturning ? [Fact(label: "traffic", text: "is being returned to stable", role: .warning)] : []
    }

    private static func inService(_ model: DashboardModel, _ environment: EnvironmentName) -> [Fact] {
        guard let record = model.ledger.environments[environment], let stable = record.stable else {
            return [Fact(label: "now", text: "nothing is in service in \(environment)", role: .warning)]
        }
        let name = "\(stable.artifact.version) (\(stable.artifact.digest.short))"
        let counts = "\(record.answering) of \(NumberText.count(stable.instances.count, "instance")) answer"
        if record.downSince != nil {
            let text = "\(name) is DOWN in \(environment): \(counts), users get nothing"
            return [Fact(label: "now", text: text, role: .failed, attributes: .bold)]
        }
        let isWhole = record.down.isEmpty
        let text = "\(name) is in service in \(environment)\(isWhole ? "" : ", \(counts)")"
        return [Fact(label: "now", text: text, role: isWhole ? .text : .warning)]
    }

    private static func untouched(_ model: DashboardModel) -> [Fact] {
        model.outlook.map { inService(model, $0.environment) } ?? []
    }

    private static func success(_ run: RunState) -> [Fact] {
        var facts: [Fact] = []
        if let started = run.startedAt, let finished = run.finishedAt {
            facts.append(Fact(label: "took", text: (finished - started).brief))
        }
        guard let release = run.release else { return facts }
        let outcomes = release.health.candidate.outcomes
        let judged = "\(NumberText.count(outcomes.requests, "request")), \(NumberText.grouped(outcomes.bad)) failed"
        facts.append(Fact(label: "judged", text: release.plan.previous == nil ? "nothing to compare with" : judged))
        facts.append(Fact(label: "case", text: "\(NumberText.evidence(release.health.evidence)) against the candidate"))
        return facts
    }

    private static func output(_ output: InstanceOutput?) -> [Fact] {
        guard let output else { return [] }
        let lines = output.text.suffix(2000).split(whereSeparator: \.isNewline).suffix(4).map { $0.prefix(200) }
        return [Fact(label: "output", text: lines.joined(separator: "\n"), role: .dim)]
    }
}

extension RollbackCause {
    /// The cause in a few words.
    fileprivate var headline: String {
        switch self {
        case .unhealthy(let finding): finding.rule
        case .ordered(let actor, _): "ordered by \(actor)"
        case .cancelled(let actor, _): "cancelled by \(actor)"
        case .errored: "could not go on"
        case .noData: "too little traffic to judge by"
        }
    }
}
