import Delivery

/// What a person asks of a run, with who they are.
public struct Order: Equatable, Sendable {
    /// The client's own name for it. The same person's order with the same name is the same order, asked again.
    public let id: String
    public let command: Command
    /// `nil` is the only run under way; `activeRuns.only()` finds it. What `needsRun` is refused without it.
    public let run: RunNumber?
    public let actor: Actor
    public let reason: String?
    /// Whether the person insists on what would take users to what doesn't answer.
    public let anyway: Bool
    /// What they saw of the run; `nil` where they don't say, as clients of earlier versions don't.
    public let seen: SeenChange?

    public init(
        id: String, command: Command, run: RunNumber?, actor: Actor, reason: String?, anyway: Bool = false,
        seen: SeenChange? = nil
    ) {
        self.id = id
        self.command = command
        self.run = run
        self.actor = actor
        self.reason = reason
        self.anyway = anyway
        self.seen = seen
    }

    /// What tells this order from every other: two people may choose the same id, and one person for two orders.
    public var commandID: CommandID { CommandID("\(actor) \(command.rawValue) \(id)") }
}

/// The parameters of `run.command`.
struct OrderParameters: Parameters {
    static let names: Set<String> = ["id", "run", "command", "reason", "anyway", "seen"]
    let id: String
    let run: RunNumber?
    let command: Command
    let reason: String?
    /// `nil` is `false`: executors of earlier versions don't know it.
    let anyway: Bool?
    /// Left out of what only stops: an executor that doesn't know it would refuse to stop.
    let seen: SeenParameters?

    private enum Name: String, CodingKey { case id, run, command, reason, anyway, seen }

    init(id: String, run: RunNumber?, command: Command, reason: String?, anyway: Bool, seen: SeenChange?) {
        self.id = id
        self.run = run
        self.command = command
        self.reason = reason
        self.anyway = anyway ? true : nil
        self.seen = command.isStop ? nil : seen.map { SeenParameters(change: $0) }
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        id = try OrderText.id(members.decode(String.self, forKey: .id))
        run = try members.decodeIfPresent(RunNumber.self, forKey: .run)
        let word = try members.decode(String.self, forKey: .command)
        guard let command = Command(rawValue: word) else {
            let words = Command.allCases.map(\.rawValue).joined(separator: ", ")
            throw RPCError(.invalidParameters, "command: there is no '\(word.prefix(64))'; there are \(words)")
        }
        self.command = command
        reason = try OrderText.reason(members.decodeIfPresent(String.self, forKey: .reason))
        anyway = try members.decodeIfPresent(Bool.self, forKey: .anyway)
        seen = try members.decodeIfPresent(SeenParameters.self, forKey: .seen)
    }
}

/// The answer to `run.command` and `standing.command`.
struct OrderResult: Codable, Sendable {
    /// The number of the last event that came of it at once: whoever was told that one knows what the order did.
    let sequence: Int64
}
