import Values

/// Why something was decided: what a person gave as their reason, or what a rule rests on.
public enum Reason: Equatable, Sendable {
    /// A person's own; and those of rules in records from before they were kept as values.
    case words(String)
    /// The bake ended without enough requests to judge by.
    case tooFewRequests(came: Int, needed: Int)
    /// Nobody can count.
    case noLog(LogTrouble)
    /// The evidence is neither for nor against the candidate.
    case unclear
    case unhealthy(Finding)
    /// The candidate had to prove itself once more, and no instance of it answers.
    case candidateDown(version: String)
    case stableDown(StableOutage)
    /// It would be taken back, and there is nobody to take it back to.
    case nobodyToReturnTo(StableOutage, because: RollbackCause)
}

/// No instance of what users had answered.
public struct StableOutage: Equatable, Sendable, Codable {
    public let version: String
    /// How many instances it has.
    public let instances: Int
    /// What happened to one whose port another process has; `nil` where none has.
    public let takenPort: InstanceFailure?

    private enum CodingKeys: String, CodingKey { case version, instances, takenPort }

    public init(version: String, instances: Int, takenPort: InstanceFailure? = nil) {
        self.version = version
        self.instances = instances
        self.takenPort = takenPort
    }
}

extension Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .words(let words): words
        case .tooFewRequests(0, _): "no request came; \(Self.remedy)"
        case .tooFewRequests(let came, let needed): "only \(came) of \(needed) requests came; \(Self.remedy)"
        case .noLog(let trouble): trouble.description
        case .unclear: "the evidence is inconclusive"
        case .unhealthy(let finding): "unhealthy: \(finding.summary)"
        case .candidateDown(let version): "no instance of \(version) answers any more"
        case .stableDown(let outage): outage.description
        case .nobodyToReturnTo(let outage, let cause): "\(outage), and \(cause.inShort)"
        }
    }

    private static let remedy = "where so few come, write on-no-data: continue"
}

extension StableOutage: CustomStringConvertible {
    /// For the record, which is read later: `no instance of stable 1.0.0 answered (0 of 2)`.
    public var description: String { inWords("answered") }

    func inWords(_ verb: String) -> String {
        "no instance of stable \(version) \(verb) (0 of \(instances)\(takenPort.map { "; \($0.inWords)" } ?? ""))"
    }
}

extension RollbackCause {
    fileprivate var inShort: String {
        switch self {
        case .unhealthy(let finding): "the candidate is unhealthy: \(finding.rule) \(finding.value)"
        case .ordered, .cancelled: "somebody takes the candidate back"
        case .errored(let problem): problem.description
        case .noData: "there is too little traffic to judge by"
        }
    }
}
