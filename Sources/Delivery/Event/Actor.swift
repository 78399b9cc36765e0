import Values

/// Who did something: a person, or Slipway itself by a rule.
public struct Actor: Hashable, Sendable, Codable, CustomStringConvertible {
    public let name: String
    /// Groups the person belongs to, for `group:NAME` in approval rules.
    public let groups: [String]

    private enum CodingKeys: String, CodingKey { case name, groups }

    public init(name: String, groups: [String] = []) {
        self.name = name
        self.groups = groups
    }

    /// Slipway, acting by the pipeline's rules.
    public static let policy = Actor(name: "policy")

    public var description: String { name }

    /// Whether `entry` of an approval rule (`NAME` or `group:NAME`) means this actor.
    func answers(_ entry: String) -> Bool {
        entry.hasPrefix("group:") ? groups.contains(String(entry.dropFirst("group:".count))) : entry == name
    }
}

/// The change that a run is for.
public struct Change: Equatable, Sendable, Codable {
    /// The commit's full name, if the source is a git repository.
    public var commit: String?
    public var title: String
    public var author: String?
    /// Who had a part in what goes to each environment; `nil` where git knows nothing of it, and in records from before
    /// it was kept.
    public var authorship: [EnvironmentName: Authorship]?
    /// Whether something was built that is not in the commit, or by another pipeline file than the commit's.
    public var isDirty: Bool?

    private enum CodingKeys: String, CodingKey { case commit, title, author, authorship, isDirty }

    public init(
        commit: String? = nil, title: String, author: String? = nil,
        authorship: [EnvironmentName: Authorship]? = nil, isDirty: Bool? = nil
    ) {
        self.commit = commit
        self.title = title
        self.author = author
        self.authorship = authorship
        self.isDirty = isDirty
    }
}

/// Why a command can't be carried out now, in a sentence for the person who gave it.
public struct Refusal: Error, Equatable, Sendable, Codable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
