import Delivery

/// The parameters of `events.subscribe`.
struct SubscribeParameters: Parameters {
    static let names: Set<String> = ["after", "run", "follow"]

    /// Only events with a higher number.
    let after: Int64
    /// Only events of this run; then it ends with the run.
    let run: RunNumber?
    /// Whether to go on with what happens from now on.
    let follow: Bool

    private enum Name: String, CodingKey { case after, run, follow }

    init(after: Int64, run: RunNumber?, follow: Bool) {
        self.after = after
        self.run = run
        self.follow = follow
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        after = try members.decodeIfPresent(Int64.self, forKey: .after) ?? 0
        run = try members.decodeIfPresent(RunNumber.self, forKey: .run)
        follow = try members.decodeIfPresent(Bool.self, forKey: .follow) ?? true
        guard after >= 0 else { throw RPCError(.invalidParameters, "after: expected 0 or more") }
    }
}

/// The answer to `events.subscribe`.
struct SubscribeResult: Codable, Sendable {
    /// The number that its notifications carry.
    let subscription: Int
    /// The number of the last event that is recorded already.
    let last: Int64
}

/// The parameters of `events.unsubscribe`.
struct UnsubscribeParameters: Parameters {
    static let names: Set<String> = ["subscription"]

    var subscription: Int
}

/// The answer to `events.unsubscribe`: nothing follows it.
struct UnsubscribeResult: Codable, Sendable {
    let subscription: Int
}
