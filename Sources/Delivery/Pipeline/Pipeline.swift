import Values

/// What the user wrote in `slipway.yml`: stages from source to production, and the environments they deploy to.
public struct Pipeline: Equatable, Sendable, Codable {
    public var name: String
    public var release: ReleaseMode
    public var source: Source?
    public var queue: QueuePolicy
    public var stages: [Stage]
    public var environments: [EnvironmentName: Environment]
    public var monitors: [Monitor]
    /// The variables of the executor's environment that steps and services on its machine find in theirs, beyond the
    /// few that everything needs. Names only: values are in no record.
    public var passEnv: [String]
    /// The variables of all steps and services; `nil` for none.
    public var variables: VariableSettings?
    /// The version that is released once more; `nil` for a pipeline as somebody wrote it.
    public internal(set) var stored: StoredVersion?
    /// Of the pipeline that a stored version's was made of; `nil` for a pipeline as somebody wrote it.
    var wholeRules: DeliveryRules?

    enum CodingKeys: String, CodingKey {
        case name, release, source, queue, stages, environments, monitors, passEnv, variables, stored, wholeRules
    }

    public init(
        name: String, release: ReleaseMode, source: Source? = nil, queue: QueuePolicy = .superseded, stages: [Stage],
        environments: [EnvironmentName: Environment], monitors: [Monitor] = [], passEnv: [String] = [],
        variables: VariableSettings? = nil
    ) {
        self.name = name
        self.release = release
        self.source = source
        self.queue = queue
        self.stages = stages
        self.environments = environments
        self.monitors = monitors
        self.passEnv = passEnv
        self.variables = variables
    }
}

/// Who releases: a person (continuous delivery) or the pipeline (continuous deployment).
public enum ReleaseMode: Equatable, Sendable {
    /// A person releases: the last deployment waits behind an approval.
    case manual
    /// The pipeline decides; `acceptRisk` is the written reason for going without what would earn it.
    case automatic(acceptRisk: String?)
}

/// Where changes come from.
public struct Source: Hashable, Sendable, Codable {
    /// A path or an address that git understands.
    public var git: String
    public var branch: String?

    private enum CodingKeys: String, CodingKey { case git, branch }

    public init(git: String, branch: String? = nil) {
        self.git = git
        self.branch = branch
    }
}

extension Source {
    /// Whether the address has a password in it, or a token in its place.
    var holdsCredentials: Bool {
        guard let scheme = git.firstRange(of: "://") else { return false }
        let authority = git[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // A query is where some forges take a token.
        if git[scheme.upperBound...].contains("?") { return true }
        guard let at = authority.lastIndex(of: "@") else { return false }
        // With ssh the account is a part of the address; over HTTP a name alone may be a token.
        return authority[..<at].contains(":") || git.lowercased().hasPrefix("http")
    }
}

public typealias StageName = Identifier<Stage>
public typealias EnvironmentName = Identifier<Environment>
