import Delivery
import Judge
import Values
import Wording

/// One health rule as a person reads it: both sides' numbers, what is allowed, and what that amounts to.
struct RuleReading {
    let name: String
    let stable: String
    let candidate: String
    let limit: String
    /// The case against the candidate; `nil` where a fact decides, not statistics.
    let evidence: Double?
    let sign: StatusSign
    /// What the small graphs show of a second; `nil` for rules without numbers.
    let measure: Measure?
    /// Whether it is about all rules together.
    var isTotal = false
    /// How stable's number reads: red where nothing of it answers.
    var stableRole = Role.stable

    /// A number that every second has.
    enum Measure {
        case errorRate, p99, requests

        func value(_ arm: ArmTotals) -> Double? {
            guard arm.outcomes.requests > 0 || self == .requests else { return nil }
            switch self {
            case .errorRate: return Double(arm.outcomes.bad) / Double(arm.outcomes.requests)
            case .p99: return arm.latency.quantile(0.99)?.seconds
            case .requests: return Double(arm.outcomes.requests)
            }
        }
    }
}

extension RuleReading {
    init(_ rule: RuleHealth, in release: ReleaseState, _ symbols: Symbols) {
        let health = release.health
        name = rule.rule.name
        limit = rule.rule.limitText
        evidence = rule.evidence
        switch rule.rule {
        case .tcp:
            // Only the candidate is looked at by it.
            let own = rule.rule.name
            let failed = release.instances.contains { $0.outage?.failure.rule == own }
            (stable, candidate) = ("–", Self.ready(release.instances))
            measure = nil
            sign =
                failed
                ? StatusSign(RunResult.failed, symbols)
                : Self.sign(ofInstances: release.instances.filter { $0.outage == nil }, symbols)
        case .responding:
            let leaving = release.isStableUnknown ? "?" : Self.ready(release.leaving)
            (stable, candidate) = (leaving, Self.ready(release.instances))
            measure = nil
            sign =
                release.needsStable && release.isStableDown
                ? StatusSign(down: symbols) : Self.sign(ofInstances: release.instances, symbols)
            stableRole = release.needsStable && release.isStableDown ? .failed : .stable
        case .errors, .errorLimit:
            (stable, candidate) = (
                NumberText.rate(health.stable.outcomes), NumberText.rate(health.candidate.outcomes)
            )
            measure = .errorRate
            sign = Self.sign(rule, release, symbols)
        case .latencyLimit:
            (stable, candidate) = (Self.p99(health.stable), Self.p99(health.candidate))
            measure = .p99
            sign = Self.sign(rule, release, symbols)
        }
    }

    /// All rules together: what decides.
    init(all release: ReleaseState, _ symbols: Symbols) {
        let health = release.health
        name = "together"
        limit = "\(NumberText.grouped(Int((1 / Health.falseAlarmRate).rounded()))) : 1 rolls back"
        evidence = health.evidence
        stable = "\(NumberText.grouped(health.stable.outcomes.requests))"
        candidate = "\(NumberText.grouped(health.candidate.outcomes.requests))"
        measure = .requests
        sign = StatusSign(overall: release, symbols)
        isTotal = true
    }

    /// At most `count`, in their own order: those with trouble first, then those with the strongest case.
    static func mostUrgent(_ readings: [RuleReading], count: Int) -> [RuleReading] {
        guard readings.count > count else { return readings }
        let chosen = readings.indices.sorted { readings[$0].urgency > readings[$1].urgency }.prefix(max(0, count))
        return chosen.sorted().map { readings[$0] }
    }

    private var urgency: Double {
        switch sign.role {
        case .failed: .infinity
        case .warning: 1e300
        default: evidence ?? -1
        }
    }

    private static func ready(_ instances: [InstanceState]) -> String {
        guard !instances.isEmpty, !instances.allSatisfy({ $0.phase == .stopped }) else { return "–" }
        return "\(instances.filter { $0.phase == .ready && $0.outage == nil }.count)/\(instances.count)"
    }

    static func p99(_ arm: ArmTotals) -> String {
        arm.latency.quantile(0.99)?.brief ?? "–"
    }

    private static func sign(ofInstances instances: [InstanceState], _ symbols: Symbols) -> StatusSign {
        if instances.allSatisfy({ $0.phase == .stopped }) { return StatusSign(.stopped, symbols) }
        if instances.contains(where: { $0.phase == .failed }) { return StatusSign(RunResult.failed, symbols) }
        if instances.allSatisfy({ $0.phase == .ready }) {
            return StatusSign(glyph: symbols.succeeded, word: "fine", role: .succeeded)
        }
        return StatusSign(glyph: symbols.queued, word: "waiting", role: .queued)
    }

    private static func sign(_ rule: RuleHealth, _ release: ReleaseState, _ symbols: Symbols) -> StatusSign {
        let isBlamed = release.verdict == .unhealthy && release.finding?.rule == rule.rule.name
        if isBlamed { return StatusSign(.unhealthy, symbols) }
        // After the promotion nothing was left to compare with; what a limit allows was judged all the same.
        if case .errors = rule.rule, release.wasCondemnedAfterPromotion, release.health.candidate.outcomes.bad > 0 {
            return StatusSign(glyph: symbols.unknown, word: "unjudged", role: .dim)
        }
        // Only all rules together decide.
        if release.verdict == nil, let evidence = rule.evidence, evidence >= Health.suspicion {
            return StatusSign(suspect: symbols)
        }
        return StatusSign(evidence: rule.evidence ?? 1, of: release.health, symbols).unlessStableIsDown(
            release, symbols)
    }
}

extension StatusSign {
    /// The verdict once there is one, the evidence until then.
    init(overall release: ReleaseState, _ symbols: Symbols) {
        if let verdict = release.verdict {
            self.init(verdict, symbols)
        } else {
            self = StatusSign(evidence: release.health.evidence, of: release.health, symbols)
                .unlessStableIsDown(release, symbols)
        }
    }

    /// Nothing is fine while users of stable get nothing, however good the candidate is beside it.
    fileprivate func unlessStableIsDown(_ release: ReleaseState, _ symbols: Symbols) -> StatusSign {
        guard role == .succeeded, release.needsStable, release.isStableDown, !release.isPromoted else { return self }
        return StatusSign(glyph: symbols.warning, word: "alone", role: .warning)
    }

    /// How strong a case is, in a word.
    init(evidence: Double, of health: Health, _ symbols: Symbols) {
        if health.candidate.outcomes.requests == 0 {
            self.init(.noData, symbols)
        } else if evidence >= 1 / Health.falseAlarmRate {
            self.init(.unhealthy, symbols)
        } else if evidence >= Health.suspicion {
            self.init(suspect: symbols)
        } else {
            self.init(glyph: symbols.succeeded, word: "fine", role: .succeeded)
        }
    }

    fileprivate init(suspect symbols: Symbols) {
        self.init(glyph: symbols.warning, word: "suspect", role: .warning)
    }

    init(_ verdict: Verdict, _ symbols: Symbols) {
        switch verdict {
        case .healthy: self.init(glyph: symbols.succeeded, word: verdict.word, role: .succeeded)
        case .unhealthy: self.init(glyph: symbols.failed, word: verdict.word, role: .failed)
        // The whole word has no room in the narrowest panel.
        case .inconclusive: self.init(glyph: symbols.unknown, word: "unclear", role: .warning)
        case .noData: self.init(glyph: symbols.queued, word: verdict.word, role: .queued)
        }
    }
}

extension HealthRule {
    /// What the rule allows, in a few words.
    var limitText: String {
        switch self {
        case .responding(let rule): "\(rule.path) within \(rule.within.brief)"
        case .tcp(let rule): "connects within \(rule.within.brief)"
        case .errors(let rule):
            "\(rule.worseBy == rule.worseBy.rounded() ? "\(Int(rule.worseBy))" : "\(rule.worseBy)")x stable + \(rule.tolerance)"
        case .errorLimit(let rule): "at most \(rule.share)"
        case .latencyLimit(let rule): "p99 at most \(rule.p99.brief)"
        }
    }
}
