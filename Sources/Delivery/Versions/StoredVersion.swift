import Values

/// A version that was built before and is released once more, as it is stored: the run builds nothing.
public struct StoredVersion: Equatable, Sendable, Codable {
    public let artifact: Artifact
    /// The commit that it was built from; `nil` without git.
    public let commit: String?
    /// The run that made it.
    public let run: RunNumber
    /// Why; `nil` where nobody said.
    public let reason: String?
    /// Whether it goes back behind what is in service when that is ordered.
    public let isWayBack: Bool

    /// What was in service when that was ordered; `nil` where nothing was, and in what earlier programs recorded.
    public var replaces: Digest?
    /// Whether it goes also where the database has moved on for good since; `nil` where nobody said so.
    public var isOverMigration: Bool?

    /// The environment as it was when the version was released there; `nil` where that is not known.
    public var settings: Environment?
    /// Which variables its instances found then; `nil` for none, and where the settings are not known.
    public var variables: ProcessVariables?

    private enum CodingKeys: String, CodingKey {
        case artifact, commit, run, reason, isWayBack, replaces, isOverMigration, settings, variables
    }

    public init(artifact: Artifact, commit: String?, run: RunNumber, reason: String?, isWayBack: Bool) {
        self.artifact = artifact
        self.commit = commit
        self.run = run
        self.reason = reason
        self.isWayBack = isWayBack
    }
}

/// That an environment went back to an earlier version, and nobody has released a newer one since: what releases by itself
/// waits there for a person.
public struct WayBack: Hashable, Sendable, Codable {
    /// Where it went back to.
    public let version: String
    public let run: RunNumber
    public let by: Actor
    public let reason: String?

    private enum CodingKeys: String, CodingKey { case version, run, by, reason }

    public init(to version: String, in run: RunNumber, by actor: Actor, reason: String?) {
        self.version = version
        self.run = run
        by = actor
        self.reason = reason
    }
}
