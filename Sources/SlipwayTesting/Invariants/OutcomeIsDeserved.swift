import Delivery

/// Where nothing else goes wrong, a good candidate succeeds and one that is clearly bad does not, however often the
/// executor dies on the way.
struct OutcomeIsDeserved: Invariant {
    private let expected: Set<RunResult>?

    init(_ scenario: Scenario) {
        expected = scenario.deservedResults
    }

    mutating func breach(at moment: Moment) -> String? {
        guard moment.isLast, let expected, let result = moment.state.result, !expected.contains(result) else {
            return nil
        }
        return "ended \(result.rawValue), deserved \(expected.map(\.rawValue).sorted().joined(separator: " or "))"
    }
}

extension Scenario {
    /// How an undisturbed rollout has to end; `nil` where chance or people may decide.
    var deservedResults: Set<RunResult>? {
        guard isUndisturbed, let site = sites["production"], let environment = pipeline.environments["production"],
            environment.rollback.automatic, !mayExpire, isStagingPassed
        else { return nil }
        switch site.candidate.fault {
        case .exitsAtStart, .neverReady: return [site.previous == nil ? .failed : .rolledBack]
        case .none where site.previous == nil || environment.canJudge(site): return [.succeeded]
        case .errors(let rate, .zero) where rate >= 0.05 && site.previous != nil && environment.canCondemn(site):
            return [.rolledBack]
        default: return nil
        }
    }

    /// Staging's candidate is good, and has traffic to show it.
    private var isStagingPassed: Bool {
        guard let site = sites["staging"], let environment = pipeline.environments["staging"] else { return true }
        return site.candidate.fault == .none && (site.previous == nil || environment.canJudge(site))
    }

    private var mayExpire: Bool {
        pipeline.stages.contains { $0.gate?.expires != nil }
    }
}

extension Environment {
    /// Whether each bake gets its requests in half its longest time.
    fileprivate func canJudge(_ site: SitePlan) -> Bool {
        requests(in: strategy.bake.limit, at: strategy.steps.first, site) >= 2 * Double(strategy.bake.requests)
    }

    /// Whether the candidate answers several hundred requests before it could be promoted.
    fileprivate func canCondemn(_ site: SitePlan) -> Bool {
        guard canJudge(site), site.requestsPerSecond >= 200 else { return false }
        return strategy.steps.reduce(0) { $0 + requests(in: strategy.bake.duration, at: $1, site) } >= 600
    }

    private func requests(in duration: Duration, at share: Share?, _ site: SitePlan) -> Double {
        duration.seconds * (share?.fraction ?? 0) * site.requestsPerSecond
    }
}
