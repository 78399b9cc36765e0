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

/// Why a command can't be carried out now, in a sentence for the person who gave it.
public struct Refusal: Error, Equatable, Sendable, Codable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
