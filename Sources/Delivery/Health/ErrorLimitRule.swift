import Judge
import Values

/// At most this share of the candidate's requests may fail, whatever stable does.
public struct ErrorLimitRule: Equatable, Sendable, HealthRuleKind {
    public var share: Share

    public init(limit: Share) {
        share = limit
    }

    static let name = "slo errors"
    static let subject = HealthSubject.errors

    func faults(at path: FieldPath) -> [FieldFault] {
        share > .none && share < .all ? [] : [.uselessLimit(share, at: path.key("slo").key("errors"))]
    }

    var test: EvidenceTest { .againstLimit(OneSampleTest(limit: share.fraction)) }

    func measurement(in health: Health) -> Measurement { .errors(health.candidate.outcomes, stable: nil) }

    var limit: MeasurementLimit { .errors(share) }
}
