import Delivery
import Values

/// What a person orders for all runs, with who they are.
public struct StandingRequest: Equatable, Sendable {
    /// The client's own name for it, as an ``OrderRequest`` has one.
    public let id: String
    public let order: StandingOrder
    public let actor: Actor
    public let reason: String?

    public init(id: String, order: StandingOrder, actor: Actor, reason: String?) {
        self.id = id
        self.order = order
        self.actor = actor
        self.reason = reason
    }

    /// What tells this order from every other; see ``OrderRequest/orderID``.
    public var orderID: OrderID {
        let words = StandingParameters(id: id, order: order, reason: nil).words
        return OrderID("\(actor) \(words.command.rawValue) \(words.name) \(id)")
    }
}

/// The parameters of `standing.command`.
struct StandingParameters: Parameters {
    static let names: Set<String> = ["id", "command", "name", "pipeline", "reason"]

    let id: String
    let order: StandingOrder
    let reason: String?

    private enum Name: String, CodingKey { case id, command, name, pipeline, reason }

    fileprivate enum Word: String, CaseIterable {
        case freeze, unfreeze, takeDown, bringUp, disableTransition, enableTransition

        var isOfEnvironment: Bool {
            switch self {
            case .freeze, .unfreeze, .takeDown, .bringUp: true
            case .disableTransition, .enableTransition: false
            }
        }
    }

    init(id: String, order: StandingOrder, reason: String?) {
        self.id = id
        self.order = order
        self.reason = reason
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        id = try OrderText.id(members.decode(String.self, forKey: .id))
        let text = try members.decode(String.self, forKey: .command)
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw RPCError(.invalidParameters, "command: there is no '\(text.prefix(64))'; there are \(words)")
        }
        let name = try members.decode(String.self, forKey: .name)
        let pipeline = try members.decodeIfPresent(String.self, forKey: .pipeline)
        if pipeline != nil, word.isOfEnvironment {
            throw RPCError(.invalidParameters, "pipeline: an environment is that of all pipelines")
        }
        order =
            switch word {
            case .freeze: .freeze(EnvironmentName(name))
            case .unfreeze: .unfreeze(EnvironmentName(name))
            case .takeDown: .takeDown(EnvironmentName(name))
            case .bringUp: .bringUp(EnvironmentName(name))
            case .disableTransition: .disableTransition(StageName(name), pipeline: pipeline)
            case .enableTransition: .enableTransition(StageName(name), pipeline: pipeline)
            }
        reason = try OrderText.reason(members.decodeIfPresent(String.self, forKey: .reason))
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(id, forKey: .id)
        let (word, name, pipeline) = words
        try members.encodeIfPresent(pipeline, forKey: .pipeline)
        try members.encode(word.rawValue, forKey: .command)
        try members.encode(name, forKey: .name)
        try members.encodeIfPresent(reason, forKey: .reason)
    }

    fileprivate var words: (command: Word, name: String, pipeline: String?) {
        switch order {
        case .freeze(let environment): (.freeze, environment.rawValue, nil)
        case .unfreeze(let environment): (.unfreeze, environment.rawValue, nil)
        case .takeDown(let environment): (.takeDown, environment.rawValue, nil)
        case .bringUp(let environment): (.bringUp, environment.rawValue, nil)
        case .disableTransition(let stage, let pipeline): (.disableTransition, stage.rawValue, pipeline)
        case .enableTransition(let stage, let pipeline): (.enableTransition, stage.rawValue, pipeline)
        }
    }
}
