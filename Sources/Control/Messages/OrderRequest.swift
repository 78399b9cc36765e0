import Delivery
import Values

/// What a person asks of a run, with who they are.
public struct OrderRequest: Equatable, Sendable {
    /// The client's own name for it. The same person's order with the same name is the same order, asked again.
    public let id: String
    public let order: Order
    /// `nil` is the only run under way; `activeRuns.only()` finds it. What `needsRun` is refused without it.
    public let run: RunNumber?
    public let actor: Actor
    public let reason: String?
    /// Whether the person insists on what would take users to what doesn't answer.
    public let anyway: Bool
    /// What they saw of the run; `nil` where they don't say, as clients of earlier versions don't.
    public let seen: SeenChange?
    /// Which release of the run is meant, where several are under way.
    public let environment: EnvironmentName?

    public init(
        id: String, order: Order, run: RunNumber?, actor: Actor, reason: String?, anyway: Bool = false,
        seen: SeenChange? = nil, environment: EnvironmentName? = nil
    ) {
        self.id = id
        self.order = order
        self.run = run
        self.actor = actor
        self.reason = reason
        self.anyway = anyway
        self.seen = seen
        self.environment = environment
    }

    /// What tells this order from every other: two people may choose the same id, and one person for two orders.
    public var orderID: OrderID { OrderID("\(actor) \(order.rawValue) \(id)") }
}

/// The parameters of `run.command`.
struct OrderParameters: Parameters {
    static let names: Set<String> = ["id", "run", "command", "reason", "anyway", "seen", "environment"]
    let id: String
    let run: RunNumber?
    let order: Order
    let reason: String?
    /// `nil` is `false`: executors of earlier versions don't know it.
    let anyway: Bool?
    /// Left out of what only stops: an executor that doesn't know it would refuse to stop.
    let seen: SeenParameters?
    /// Left out where nobody chose: executors of earlier versions don't know it.
    let environment: EnvironmentName?

    /// On the wire an order is called a command, as it always was.
    private enum CodingKeys: String, CodingKey {
        case id, run
        case order = "command"
        case reason, anyway, seen, environment
    }

    init(
        id: String, run: RunNumber?, order: Order, reason: String?, anyway: Bool, seen: SeenChange?,
        environment: EnvironmentName?
    ) {
        self.id = id
        self.run = run
        self.order = order
        self.reason = reason
        self.anyway = anyway ? true : nil
        self.seen = order.isStop ? nil : seen.map { SeenParameters(change: $0) }
        self.environment = environment
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try OrderText.id(members.decode(String.self, forKey: .id))
        run = try members.decodeIfPresent(RunNumber.self, forKey: .run)
        let word = try members.decode(String.self, forKey: .order)
        guard let order = Order(rawValue: word) else {
            let words = Order.allCases.map(\.rawValue).joined(separator: ", ")
            throw RPCError(.invalidParameters, "command: there is no '\(word.prefix(64))'; there are \(words)")
        }
        self.order = order
        reason = try OrderText.reason(members.decodeIfPresent(String.self, forKey: .reason))
        anyway = try members.decodeIfPresent(Bool.self, forKey: .anyway)
        seen = try members.decodeIfPresent(SeenParameters.self, forKey: .seen)
        environment = try members.decodeIfPresent(EnvironmentName.self, forKey: .environment)
    }
}

/// The answer to `run.command` and `standing.command`.
struct OrderResult: Codable, Sendable {
    /// The number of the last event that came of it at once: whoever was told that one knows what the order did.
    let sequence: Int64
}
