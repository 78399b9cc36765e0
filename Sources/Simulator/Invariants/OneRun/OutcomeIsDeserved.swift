import Delivery
import Values

/// Where nothing else goes wrong, a good candidate succeeds and one that is clearly bad does not, however often the
/// executor dies on the way.
struct OutcomeIsDeserved: Invariant {
    private let expected: Set<RunResult>?

    init(_ scenario: Scenario, of run: RunPlan) {
        expected = scenario.deservedResults(of: run)
    }

    mutating func breach(at moment: Moment) -> String? {
        guard moment.isLast, let expected, let result = moment.state.result, !expected.contains(result) else {
            return nil
        }
        return "ended \(result.rawValue), deserved \(expected.map(\.rawValue).sorted().joined(separator: " or "))"
    }
}

extension Scenario {
    /// How a run has to end that nobody disturbs; `nil` where chance or people may decide.
    func deservedResults(of run: RunPlan) -> Set<RunResult>? {
        guard isUndisturbed, let site = sites["production"], let environment = pipeline.environments["production"],
            environment.rollback.automatic, !mayExpire, isStagingPassed,
            !pipeline.stages.contains(where: \.isParallel), !runs.contains(where: \.goesBack)
        else { return nil }
        let withdrawn: Set<RunResult> = hasSeveralRuns ? [.failed, .rolledBack] : [site.resultOfWithdrawal]
        let canJudge = environment.canJudge(site)
        switch run.candidates["production"]?.fault {
        case .exitsAtStart, .neverReady: return withdrawn.union(otherResults(of: run))
        case .none? where canJudge || site.previous == nil && !hasSeveralRuns:
            guard !mayOthersDie(besides: run) else { return nil }
            return Set([.succeeded]).union(otherResults(of: run))
        case .errors(let rate, .zero) where rate >= 0.05 && site.previous != nil && environment.canCondemn(site):
            guard areOthersKnown(to: run), isSeenInTime(in: environment) else { return nil }
            return Set([.rolledBack]).union(otherResults(of: run))
        default: return nil
        }
    }

    /// A newer run may take an older one's place; under `queued` only one that was started before it.
    private func otherResults(of run: RunPlan) -> Set<RunResult> {
        runs.contains { $0.number > run.number } ? [.superseded] : []
    }

    /// Whether no bake ends before any of its requests are reported, as one may that needs none.
    private func isSeenInTime(in environment: Environment) -> Bool {
        environment.strategy.rules.bakeOfRungs.map { $0.duration > sampling } ?? false
    }

    /// Whether another run's version may be in service and end: then a person decides what becomes of this one.
    private func mayOthersDie(besides run: RunPlan) -> Bool {
        runs.contains { other in
            switch other.candidates["production"]?.fault {
            case .crashes, .hangs: other.number != run.number
            case nil, .some(.none), .exitsAtStart, .neverReady, .errors, .slow: false
            }
        }
    }

    /// Whether a bad version is sure to be compared with a good one.
    private func areOthersKnown(to run: RunPlan) -> Bool {
        runs.allSatisfy { other in
            switch other.candidates["production"]?.fault {
            case nil, .some(.none), .exitsAtStart, .neverReady: true
            case .errors(let rate, let delay): rate >= 0.05 && delay == .zero
            case .crashes, .hangs, .slow: other.number == run.number
            }
        }
    }

    /// Staging's candidates are good, and have traffic to show it.
    private var isStagingPassed: Bool {
        guard let site = sites["staging"], let environment = pipeline.environments["staging"] else { return true }
        return site.previous == nil && !hasSeveralRuns || environment.canJudge(site)
    }

    private var mayExpire: Bool {
        pipeline.stages.contains { $0.gate?.expires != nil }
    }
}

extension SitePlan {
    /// How the first release ends that is taken back.
    fileprivate var resultOfWithdrawal: RunResult { previous == nil ? .failed : .rolledBack }
}

extension Environment {
    /// Whether each bake is sure to get its requests: twice as many in its longest time, and never by chance none.
    fileprivate func canJudge(_ site: SitePlan) -> Bool {
        guard platform?.countsRequests != false else { return false }
        guard let bake = strategy.rules.bakeOfRungs else { return false }
        return requests(in: bake.limit, at: rungs(of: site).first?.exposure.share, site)
            >= max(30, 2 * Double(bake.requests))
    }

    /// Whether the candidate answers several hundred requests before it could be promoted.
    fileprivate func canCondemn(_ site: SitePlan) -> Bool {
        guard canJudge(site), site.requestsPerSecond >= 200 else { return false }
        return rungs(of: site).reduce(0) { $0 + requests(in: $1.bake.duration, at: $1.exposure.share, site) } >= 600
    }

    private func rungs(of site: SitePlan) -> [Rung] {
        ladder(beside: site.previous, taking: min(site.previous?.instances.count ?? 0, service.instances)).rungs
    }

    private func requests(in duration: Duration, at share: Share?, _ site: SitePlan) -> Double {
        duration.seconds * (share?.fraction ?? 0) * site.requestsPerSecond
    }
}
