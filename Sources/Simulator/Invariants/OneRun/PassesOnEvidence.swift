import Delivery

/// No step of a canary is passed without requests, unless the pipeline says so; by a log that is lost; or while the
/// candidate is suspect.
struct PassesOnEvidence: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.release else { return nil }
        for case .release(_, .rungPassed(let share, let requests)) in moment.events {
            let passed = release.ladder.rungs.first { $0.exposure.share == share }
            let needed = max(1, passed?.bake.requests ?? 1)
            if requests < needed, release.settings.onNoData != .continue {
                return "\(share) was passed with \(requests) of \(needed) requests"
            }
            if let trouble = release.health.logTrouble { return "\(share) was passed although \(trouble)" }
            if release.health.isSuspect { return "\(share) was passed by a suspect" }
        }
        return nil
    }
}
