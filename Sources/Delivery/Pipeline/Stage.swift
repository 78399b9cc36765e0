import Values

/// A named phase of a run. Its gate, if any, is passed before its first step starts. Its steps go one after the other, or
/// all at once.
public struct Stage: Equatable, Sendable, Codable {
    public var name: StageName
    public var gate: ApprovalRule?
    public var isParallel: Bool
    /// How long its steps may take together, from when it was approved; `nil` for as long as they take.
    public var timeout: Duration?
    public var steps: [Step]
    /// The variables of its steps, beyond the pipeline's; `nil` for none.
    public var variables: VariableSettings?

    public init(
        name: StageName, gate: ApprovalRule? = nil, isParallel: Bool = false, timeout: Duration? = nil,
        steps: [Step], variables: VariableSettings? = nil
    ) {
        self.name = name
        self.gate = gate
        self.isParallel = isParallel
        self.timeout = timeout
        self.steps = steps
        self.variables = variables
    }
}

/// Before stages could be parallel, nothing was said of it.
extension Stage {
    private enum Name: String, CodingKey {
        case name, gate, steps, timeout, variables
        case isParallel = "parallel"
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        self.init(
            name: try members.decode(StageName.self, forKey: .name),
            gate: try members.decodeIfPresent(ApprovalRule.self, forKey: .gate),
            isParallel: try members.decodeIfPresent(Bool.self, forKey: .isParallel) ?? false,
            timeout: try members.decodeIfPresent(Duration.self, forKey: .timeout),
            steps: try members.decode([Step].self, forKey: .steps),
            variables: try members.decodeIfPresent(VariableSettings.self, forKey: .variables))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(name, forKey: .name)
        try members.encodeIfPresent(gate, forKey: .gate)
        if isParallel { try members.encode(true, forKey: .isParallel) }
        try members.encodeIfPresent(timeout, forKey: .timeout)
        try members.encode(steps, forKey: .steps)
        try members.encodeIfPresent(variables, forKey: .variables)
    }
}
