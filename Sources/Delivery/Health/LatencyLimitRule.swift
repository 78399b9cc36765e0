import Judge
import Values

/// At most one in a hundred of the candidate's requests that succeed may take longer. Failures are judged by the rules
/// of errors.
public struct LatencyLimitRule: Equatable, Sendable, HealthRuleKind {
    public var p99: Duration

    public init(p99: Duration) {
        self.p99 = p99
    }

    static let name = "slo p99"
    static let subject = HealthSubject.latency

    func faults(at path: FieldPath) -> [FieldFault] {
        [p99.tooShortFault(at: path.key("slo").key("p99"))].compactMap { $0 }
    }

    var test: EvidenceTest { .againstLimit(OneSampleTest(limit: 0.01)) }

    func outcomes(in sample: TrafficSample) -> Outcomes {
        Outcomes(requests: sample.candidateLatency.count, bad: sample.candidateLatency.count(above: p99))
    }

    func measurement(in health: Health) -> Measurement { .p99(health.candidate.latency.quantile(0.99)) }

    var limit: MeasurementLimit { .p99(p99) }
}
