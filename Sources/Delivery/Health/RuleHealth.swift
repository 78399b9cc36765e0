import Judge
import Values

/// One health rule and the case against the candidate by it.
public struct RuleHealth: Equatable, Sendable, Codable {
    public let rule: HealthRule
    private var test: EvidenceTest

    init(rule: HealthRule) {
        self.rule = rule
        test = rule.kind.test
    }

    /// The e-value; `nil` for a rule that is judged at once, without statistics.
    public var evidence: Double? { test.evidence }

    /// Tests against a limit look at the candidate alone, so they take every sample as it comes.
    mutating func observeCandidate(_ sample: TrafficSample) {
        guard case .againstLimit(var limitTest) = test else { return }
        limitTest.observe(rule.kind.outcomes(in: sample))
        test = .againstLimit(limitTest)
    }

    mutating func compare(_ dispatch: Dispatch) {
        guard case .againstStable(var comparison) = test else { return }
        comparison.observe(candidate: dispatch.candidate, stable: dispatch.stable)
        test = .againstStable(comparison)
    }

    mutating func restart() {
        switch test {
        case .immediate: break
        case .againstStable(var comparison):
            comparison.restart()
            test = .againstStable(comparison)
        case .againstLimit(var limitTest):
            limitTest.restart()
            test = .againstLimit(limitTest)
        }
    }
}
