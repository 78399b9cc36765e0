import Judge
import Values

/// What each kind of health rule answers for itself: a new kind is one type that conforms, and a case of `HealthRule`.
protocol HealthRuleKind: Equatable, Sendable {
    /// Its name on screens and in events.
    static var name: String { get }
    /// What speaks against a candidate by it.
    static var subject: HealthSubject { get }
    /// What is wrong with it by itself; `path` is where the list of rules is.
    func faults(at path: FieldPath) -> [FieldFault]
    /// The test of its evidence before anything was seen.
    var test: EvidenceTest { get }
    /// How instances are looked at for it; `nil` where it needs nothing but users' requests.
    var probe: InstanceProbe? { get }
    /// The candidate's requests in a sample, and which of them are bad by it.
    func outcomes(in sample: TrafficSample) -> Outcomes
    /// What was seen of it so far.
    func measurement(in health: Health) -> Measurement
    var limit: MeasurementLimit { get }
}

/// What a health rule looks at.
enum HealthSubject: Equatable, Sendable {
    /// Whether instances are up.
    case instances
    /// Requests that fail.
    case errors
    /// How long requests take that succeed.
    case latency
}

extension HealthRuleKind {
    var probe: InstanceProbe? { nil }

    func outcomes(in sample: TrafficSample) -> Outcomes { sample.dispatches.map(\.candidate).reduce(.none, +) }
}

/// The case against a candidate by one rule.
enum EvidenceTest: Equatable, Sendable, Codable {
    /// A fact that needs no statistics.
    case immediate
    case againstStable(TwoSampleTest)
    case againstLimit(OneSampleTest)

    /// The e-value; `nil` for a fact.
    var evidence: Double? {
        switch self {
        case .immediate: nil
        case .againstStable(let test): test.evidence
        case .againstLimit(let test): test.evidence
        }
    }
}

extension FieldFault {
    static func uselessLimit(_ share: Share, at path: FieldPath) -> FieldFault {
        FieldFault(at: path, "a limit of \(share)", remedy: "such a limit decides nothing; write one such as 1%")
    }
}
