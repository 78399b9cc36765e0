import Values

/// What a health rule learned of an instance beside the requests of users: what its probe was answered.
public struct Observation: Equatable, Sendable {
    /// The rule's name.
    public let rule: String
    public let answer: InstanceAnswer

    public init(rule: String, answer: InstanceAnswer) {
        self.rule = rule
        self.answer = answer
    }
}

/// How a health rule looks at an instance again and again, once it is ready. That it goes on answering its readiness check is
/// looked at anyway.
public enum InstanceProbe: Hashable, Sendable {
    /// Connects to its port, and says nothing.
    case tcp(within: Duration)
}

extension Environment {
    /// The probes of its health rules.
    public var probes: [(rule: String, probe: InstanceProbe)] {
        health.compactMap { rule in rule.kind.probe.map { (rule.name, $0) } }
    }
}
