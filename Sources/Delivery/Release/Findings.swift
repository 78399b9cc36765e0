import Judge
import Values

extension ReleaseState {
    /// The case of the rule that contributes most, in words and numbers.
    func findingOfWorstRule() -> Finding? {
        guard let worst = health.worst else { return nil }
        return Finding(
            rule: worst.rule.name, value: worst.rule.kind.measurement(in: health), limit: worst.rule.kind.limit,
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
        let (rule, value, limit): (String, Measurement, MeasurementLimit) =
            switch failure {
            case .notReady(let detail, _): ("start", .notReady(detail), .readyWithin(settings.service.startWithin))
            case .exited(let status, _): ("running", .ended(status), .keepsRunning)
            case .notResponding(let detail): ("responding", .badAnswer(detail), respondingLimit)
            case .unhealthy(let rule, let detail): (rule, .badAnswer(detail), limit(of: rule))
            case .portTaken(let port, let holder): ("listener", .portTaken(port: port, by: holder), .listensItself)
            }
        return Finding(
            rule: rule, value: value, limit: limit, failedRequests: health.candidate.outcomes.bad,
            firstFailure: health.firstFailure, instance: instance, unseenRequests: health.unseenRequests,
            hasGap: health.hasGap)
    }

    private func limit(of rule: String) -> MeasurementLimit {
        settings.health.first { $0.name == rule }?.kind.limit ?? respondingLimit
    }

    private var respondingLimit: MeasurementLimit {
        .answers(path: settings.readiness.path, within: settings.readiness.within)
    }
}
