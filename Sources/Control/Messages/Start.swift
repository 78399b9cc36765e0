import Delivery
import Values

/// The parameters of `run.start`.
struct StartParameters: Parameters {
    static let names: Set<String> = ["pipeline"]

    /// Its name.
    let pipeline: String
}

/// The parameters of `run.release`.
struct ReleaseParameters: Parameters {
    static let names: Set<String> = ["version", "environment", "atOnce", "overMigration", "reason", "replaces"]

    let order: VersionOrder

    private enum Name: String, CodingKey { case version, environment, atOnce, overMigration, reason, replaces }

    init(order: VersionOrder) {
        self.order = order
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        let version = try members.decodeIfPresent(String.self, forKey: .version)
        order = VersionOrder(
            version.map { .named($0) } ?? .previous,
            to: EnvironmentName(try members.decode(String.self, forKey: .environment)),
            isAtOnce: try members.decodeIfPresent(Bool.self, forKey: .atOnce) ?? false,
            reason: try OrderText.reason(members.decodeIfPresent(String.self, forKey: .reason)),
            isOverMigration: try members.decodeIfPresent(Bool.self, forKey: .overMigration) ?? false,
            replaces: try members.decodeIfPresent(Digest.self, forKey: .replaces))
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        switch order.choice {
        case .named(let version): try members.encode(version, forKey: .version)
        case .previous: break
        }
        try members.encode(order.environment.rawValue, forKey: .environment)
        if order.isAtOnce { try members.encode(true, forKey: .atOnce) }
        if order.isOverMigration { try members.encode(true, forKey: .overMigration) }
        try members.encodeIfPresent(order.reason, forKey: .reason)
        try members.encodeIfPresent(order.replaces, forKey: .replaces)
    }
}

/// The answer to `run.start` and `run.release`.
struct StartResult: Codable, Sendable {
    let run: RunNumber
}
