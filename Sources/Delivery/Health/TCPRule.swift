import Judge
import Values

/// Every instance takes connections on its port within a time; judged at once.
public struct TCPRule: Equatable, Sendable, HealthRuleKind {
    public var within: Duration

    public init(within limit: Duration) {
        within = limit
    }

    static let name = "tcp"
    static let subject = HealthSubject.instances

    func faults(at path: FieldPath) -> [FieldFault] {
        [within.tooShortFault(at: path.key("tcp").key("within"))].compactMap { $0 }
    }

    var test: EvidenceTest { .immediate }

    var probe: InstanceProbe? { .tcp(within: within) }

    /// It makes no case: an instance that fails is a finding of its own.
    func measurement(in health: Health) -> Measurement { .words("") }

    var limit: MeasurementLimit { .connects(within: within) }
}
