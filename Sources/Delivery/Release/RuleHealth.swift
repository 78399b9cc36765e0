import Judge

/// One health rule and the case against the candidate by it.
public struct RuleHealth: Equatable, Sendable, Codable {
    public let rule: HealthRule
    private var test: Test

    private enum Test: Equatable, Sendable, Codable {
        /// A fact that needs no statistics.
        case immediate
        case againstStable(TwoSampleTest)
        case againstLimit(OneSampleTest)
    }

    init(rule: HealthRule) {
        self.rule = rule
        test =
            switch rule {
            case .responding: .immediate
            case .errors(let worseBy, let tolerance):
                .againstStable(.errorRollback(worseBy: worseBy, tolerance: tolerance.fraction))
            case .errorLimit(let share): .againstLimit(OneSampleTest(limit: share.fraction))
            case .latencyLimit: .againstLimit(OneSampleTest(limit: 0.01))
            }
    }

    /// The e-value; `nil` for a rule that is judged at once, without statistics.
    public var evidence: Double? {
        switch test {
        case .immediate: nil
        case .againstStable(let test): test.evidence
        case .againstLimit(let test): test.evidence
        }
    }

    /// Tests against a limit look at the candidate alone, so they take every sample as it comes.
    mutating func observeCandidate(_ sample: TrafficSample) {
        guard case .againstLimit(var limitTest) = test else { return }
        limitTest.observe(badCandidates(in: sample))
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

    private func badCandidates(in sample: TrafficSample) -> Outcomes {
        if case .latencyLimit(let limit) = rule {
            return Outcomes(
                requests: sample.candidateLatency.count, bad: sample.candidateLatency.count(above: limit))
        }
        return sample.dispatches.map(\.candidate).reduce(.none, +)
    }
}
