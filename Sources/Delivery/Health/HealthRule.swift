import Values

/// One thing that is judged about a candidate: what the user wrote.
public enum HealthRule: Equatable, Sendable {
    case responding(RespondingRule)
    case tcp(TCPRule)
    case errors(ErrorRule)
    case errorLimit(ErrorLimitRule)
    case latencyLimit(LatencyLimitRule)

    /// The one place that knows all of them.
    var kind: any HealthRuleKind {
        switch self {
        case .responding(let rule): rule
        case .tcp(let rule): rule
        case .errors(let rule): rule
        case .errorLimit(let rule): rule
        case .latencyLimit(let rule): rule
        }
    }

    /// The rule's name on screens and in events.
    public var name: String { type(of: kind).name }

    var subject: HealthSubject { type(of: kind).subject }

    /// What is wrong with the rule by itself; `path` is where the list of rules is.
    func faults(at path: FieldPath) -> [FieldFault] { kind.faults(at: path) }
}

extension HealthRule {
    public static func responding(path: String, within limit: Duration) -> HealthRule {
        .responding(RespondingRule(path: path, within: limit))
    }

    public static func errors(worseBy factor: Double, tolerance: Share) -> HealthRule {
        .errors(ErrorRule(worseBy: factor, tolerance: tolerance))
    }

    public static func errorLimit(_ limit: Share) -> HealthRule { .errorLimit(ErrorLimitRule(limit: limit)) }

    public static func latencyLimit(p99: Duration) -> HealthRule { .latencyLimit(LatencyLimitRule(p99: p99)) }
}
