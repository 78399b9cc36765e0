import Judge

extension ReleaseState {
    /// The case of the rule that contributes most, in words and numbers.
    func findingOfWorstRule() -> Finding? {
        guard let worst = health.worst else { return nil }
        return Finding(
            rule: worst.rule.name, value: value(seenBy: worst.rule), limit: limit(of: worst.rule),
            evidence: worst.evidence, failedRequests: health.candidate.outcomes.bad,
            firstFailure: health.firstFailure, instance: nil, unseenRequests: health.unseenRequests,
            hasGap: health.hasGap)
    }

    /// The case of the first instance that failed, if one did.
    func findingOfFailure() -> Finding? {
        let failed = instances.filter { $0.phase == .failed }
        return failed.lazy.compactMap { instance in
            instance.outage.map { self.finding(for: $0.failure, of: instance.id) }
        }.first
    }

    func finding(for failure: InstanceFailure, of instance: InstanceID) -> Finding {
        let (rule, value, limit) =
            switch failure {
            case .notReady(let detail, _):
                ("start", detail, "ready within \(settings.service.startWithin.brief)")
            case .exited(let status?, _): ("running", "the process ended: \(status)", "keeps running")
            case .exited(nil, _): ("running", failure.inWords, "keeps running")
            case .notResponding(let detail): ("responding", detail, respondingLimit)
            case .portTaken: ("listener", failure.inWords, "its own process listens there, or listener: any")
            }
        return Finding(
            rule: rule, value: value, limit: limit, failedRequests: health.candidate.outcomes.bad,
            firstFailure: health.firstFailure, instance: instance, unseenRequests: health.unseenRequests,
            hasGap: health.hasGap)
    }

    private var respondingLimit: String {
        "\(settings.readiness.path) answers within \(settings.readiness.within.brief)"
    }

    private func value(seenBy rule: HealthRule) -> String {
        switch rule {
        case .responding: ""
        case .errors:
            "\(rate(health.candidate.outcomes)), stable \(rate(health.stable.outcomes))"
        case .errorLimit: rate(health.candidate.outcomes)
        case .latencyLimit: health.candidate.latency.quantile(0.99).map { "p99 \($0.brief)" } ?? "no requests"
        }
    }

    private func limit(of rule: HealthRule) -> String {
        switch rule {
        case .responding: respondingLimit
        case .errors(let worseBy, let tolerance): "\(shortNumber(worseBy))x stable + \(tolerance)"
        case .errorLimit(let share): "\(share)"
        case .latencyLimit(let limit): "p99 \(limit.brief)"
        }
    }

    private func rate(_ outcomes: Outcomes) -> String {
        guard outcomes.requests > 0 else { return "no requests" }
        let share = Share(percent: 100 * Double(outcomes.bad) / Double(outcomes.requests))
        return "\(share) (\(outcomes.bad) of \(outcomes.requests))"
    }
}

func shortNumber(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
}
