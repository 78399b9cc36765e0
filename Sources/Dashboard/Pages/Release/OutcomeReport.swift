import Delivery
import Judge
import Values
import Wording

/// How a run ended, or why its release is being taken back: what a person asks first, in a few labelled lines.
struct OutcomeReport: Equatable {
    let title: String
    let sign: StatusSign
    /// What happened, and why.
    let facts: [Fact]
    /// What the step or the instance printed last, line by line.
    var printed: [String] = []
    /// What it means.
    var consequences: [Fact] = []
}

extension OutcomeReport {
    /// The report as lines: of what was printed as much of the end as there are rows for.
    func lines(width: Int, rows: Int) -> [StyledText] {
        let least = min(printed.count, 3)
        for count in stride(from: printed.count, to: least, by: -1) {
            let lines = lines(width: width, printed: count)
            if lines.count <= rows { return lines }
        }
        return lines(width: width, printed: least)
    }

    private func lines(width: Int, printed count: Int) -> [StyledText] {
        let output = Fact(label: "output", text: printed.suffix(count).joined(separator: "\n"))
        return (facts + (count > 0 ? [output] : []) + consequences).lines(width: width)
    }
}

extension OutcomeReport {
    /// `nil` while the run goes on and nothing is wrong.
    init?(_ model: DashboardModel, _ symbols: Symbols, at now: Timestamp) {
        if let release = model.release, let rollback = release.rollback {
            self.init(rollback, of: release, model, symbols)
        } else if let result = model.run.result {
            self.init(result, model, symbols, now)
        } else {
            return nil
        }
    }

    private init(
        _ rollback: Rollback, of release: ReleaseState, _ model: DashboardModel, _ symbols: Symbols
    ) {
        let result = release.result.map { StatusSign($0, symbols) }
        sign = result ?? StatusSign(glyph: symbols.rolledBack, word: "rolling back", role: .failed)
        // It was not their order that failed.
        title = release.result == .failed ? rollback.cause.headlineOfFailure : rollback.cause.headline
        facts = Self.cause(rollback.cause, model)
        printed = model.output(of: release.finding?.instance).map(Self.printed) ?? []
        consequences = Self.safety(of: rollback, in: release) + Self.inService(model, release.environment)
    }

    private init(_ result: RunResult, _ model: DashboardModel, _ symbols: Symbols, _ now: Timestamp) {
        sign = StatusSign(result, symbols)
        let run = model.run
        if result == .succeeded {
            let verb = model.isPast ? "was released" : "is in service"
            title = model.release.map { "\($0.plan.artifact.version) \(verb)" } ?? "every stage passed"
            facts = Self.success(run, at: now) + Self.released(model)
        } else {
            title = run.stages.first { $0.result == result }.map { "\($0.name)" } ?? "the run"
            facts = Self.stop(run, result)
            printed = Self.stopped(run, result)?.output?.lines ?? model.output().map(Self.printed) ?? []
            consequences = Self.untouched(model)
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
                + failures(model.release?.health)
        case .errored(let problem):
            [
                Fact(label: "what", text: problem.what, role: .warning),
                Fact(label: "why", text: problem.why),
                Fact(label: "means", text: "the candidate's health is unknown; nothing was held against it"),
            ]
        case .noData(let requests, let needed):
            [
                Fact(label: "saw", text: NumberText.count(requests, "request"), role: .warning),
                Fact(label: "needed", text: NumberText.count(needed, "request")),
            ]
        }
    }

    private static func facts(_ finding: Finding, in model: DashboardModel) -> [Fact] {
        var facts = [Fact(label: "saw", text: seen(finding), role: .failed, attributes: .bold)]
        if finding.limit != .keepsRunning { facts.append(Fact(label: "allowed", text: "\(finding.limit)")) }
        if let evidence = finding.evidence {
            let limit = NumberText.grouped(Int((1 / Health.falseAlarmRate).rounded()))
            let text = "\(NumberText.evidence(evidence)) (limit \(limit) : 1)"
            facts.append(Fact(label: "evidence", text: text))
        }
        if let first = finding.firstFailure { facts.append(Fact(label: "first", text: first.description)) }
        if let instance = finding.instance { facts.append(Fact(label: "instance", text: instance.description)) }
        let failed = max(finding.failedRequests, model.release?.health.candidate.outcomes.bad ?? 0)
        if failed > 0 || finding.unseenRequests != nil {
            facts.append(Fact(label: "users", text: finding.failures(failed)))
        }
        return facts
    }

    private static func seen(_ finding: Finding) -> String {
        switch finding.value {
        case .ended: finding.summary
        case .p99: "\(finding.value)"
        case .errors, .notReady, .badAnswer, .portTaken, .words: "\(finding.rule): \(finding.value)"
        }
    }

    private static func failures(_ health: Health?) -> [Fact] {
        guard let health, health.candidate.outcomes.requests > 0 else { return [] }
        let outcomes = health.candidate.outcomes
        let text = "\(NumberText.count(outcomes.requests, "request")) went to the candidate, \(outcomes.bad) failed"
        return [Fact(label: "users", text: text)]
    }

    /// The step that ended the run.
    private static func stopped(_ run: RunState, _ result: RunResult) -> StepState? {
        run.stages.first { $0.result == result }?.steps.first { $0.result == result }
    }

    private static func stop(_ run: RunState, _ result: RunResult) -> [Fact] {
        guard let stage = run.stages.first(where: { $0.result == result }) else { return [] }
        if let step = stopped(run, result) {
            let facts = [
                Fact(label: "step", text: step.step.title, role: StatusSign(result, .unicode).role, attributes: .bold)
            ]
            return facts + (step.report.map { [Fact(label: "because", text: $0.description)] } ?? [])
                + (step.output.map { [Fact(label: "in full", text: $0.place)] } ?? [])
        }
        guard result == .rejected, let approval = stage.approval else { return [] }
        guard let person = approval.answeredBy, person != .policy else {
            return [Fact(label: "because", text: "nobody answered in time")]
        }
        let by = person.description
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
        let verb = model.isPast ? "was" : "is"
        guard let record = model.ledger.environments[environment], let stable = record.stable else {
            return [Fact(label: model.moment, text: "nothing \(verb) in service in \(environment)", role: .warning)]
        }
        let name = "\(stable.artifact.version) (\(stable.artifact.digest.short))"
        let counts = NumberText.answering(record.answering, of: stable.instances.count)
        if record.downSince != nil {
            let text = "\(name) \(verb) DOWN in \(environment): \(counts), users get nothing"
            return [Fact(label: model.moment, text: text, role: .failed, attributes: .bold)]
        }
        let isWhole = record.down.isEmpty
        let text = "\(name) \(verb) in service in \(environment)\(isWhole ? "" : ", \(counts)")"
        return [Fact(label: model.moment, text: text, role: isWhole ? .text : .warning)]
    }

    /// What is in service now wherever the run released something.
    private static func released(_ model: DashboardModel) -> [Fact] {
        model.run.releases.flatMap { inService(model, $0.environment) }
    }

    private static func untouched(_ model: DashboardModel) -> [Fact] {
        guard model.run.releases.count < 2 else { return released(model) }
        return model.outlook.map { inService(model, $0.environment) } ?? []
    }

    private static func success(_ run: RunState, at now: Timestamp) -> [Fact] {
        var facts: [Fact] = []
        if let started = run.startedAt, let finished = run.finishedAt {
            facts.append(Fact(label: "took", text: (finished - started).brief))
        }
        guard !run.releases.isEmpty else { return facts }
        let outcomes = run.releases.map(\.health.candidate.outcomes)
        let bad = outcomes.map(\.bad).reduce(0, +)
        let judged =
            "\(NumberText.count(outcomes.map(\.requests).reduce(0, +), "request")), \(NumberText.grouped(bad)) failed"
        let isFirst = run.releases.allSatisfy { $0.plan.previous == nil }
        facts.append(Fact(label: "judged", text: isFirst ? Self.firstRelease : judged))
        let worst = run.releases.map(\.health.evidence).max() ?? 0
        facts.append(Fact(label: "evidence", text: NumberText.against(worst)))
        return facts + run.releases.compactMap { keptOld($0, in: run, at: now) }
    }

    /// What the run did: on the page of an ended one somebody may have gone there since.
    private static func keptOld(_ release: ReleaseState, in run: RunState, at now: Timestamp) -> Fact? {
        guard let previous = release.plan.previous?.artifact.version, let until = release.oldKeptUntil, until > now
        else { return nil }
        let place = run.namesEnvironments ? " --environment \(release.environment)" : ""
        return Fact(
            label: "way back",
            text: "\(previous) was left ready; \((until - now).brief) to go: slipway rollback\(place)")
    }

    private static let firstRelease = "first release: nothing to compare with"

    private static func printed(_ output: InstanceOutput) -> [String] {
        OutputEnd.lines(of: Array(output.text.utf8)).filter { !$0.isEmpty }
    }
}

extension RollbackCause {
    /// The cause in a few words.
    fileprivate var headline: String {
        switch self {
        case .unhealthy(let finding): finding.headline
        case .ordered(let actor, _): "ordered by \(actor)"
        case .cancelled(let actor, _): "cancelled by \(actor)"
        case .errored: "could not go on"
        case .noData: "too little traffic to judge by"
        }
    }

    fileprivate var headlineOfFailure: String {
        switch self {
        case .ordered(let actor, _): "taken back by \(actor)"
        case .unhealthy, .cancelled, .errored, .noData: headline
        }
    }
}

extension DashboardModel {
    /// What the time of the screen is called.
    fileprivate var moment: String { isPast ? "then" : "now" }
}
