import Values

/// A place that a release goes to: hosts, a service, a traffic router, a strategy and health rules.
public struct Environment: Equatable, Sendable, Codable {
    public var hosts: [HostAddress]
    public var service: Service
    public var traffic: TrafficRoute
    /// What can be done with the requests that arrive there; `nil` in older records, where it was HAProxy.
    public var platform: PlatformTraits?
    public var strategy: Strategy
    public var health: [HealthRule]
    public var onNoData: NoDataPolicy
    public var rollback: RollbackPolicy
    /// The variables of its service's instances, beyond the pipeline's; `nil` for none.
    public var variables: VariableSettings?
    /// How many of the versions that were in service stay at hand; `nil` is ``standardKeep``.
    public var keep: Int?

    /// How long a release is watched with all traffic before its run ends; `nil` is not at all.
    public var watch: Duration?

    /// Where nobody says how many.
    public static let standardKeep = 5

    private enum CodingKeys: String, CodingKey {
        case hosts, service, traffic, platform, strategy, health, onNoData, rollback, variables, keep, watch
    }

    public init(
        hosts: [HostAddress] = [.local], service: Service, traffic: TrafficRoute,
        platform: PlatformTraits? = .haproxy, strategy: Strategy, health: [HealthRule], onNoData: NoDataPolicy = .hold,
        rollback: RollbackPolicy = RollbackPolicy(), variables: VariableSettings? = nil, keep: Int? = nil,
        watch: Duration? = nil
    ) {
        self.keep = keep
        self.watch = watch
        self.hosts = hosts
        self.service = service
        self.traffic = traffic
        self.platform = platform
        self.strategy = strategy
        self.health = health
        self.onNoData = onNoData
        self.rollback = rollback
        self.variables = variables
    }
}

extension Environment {
    /// What an instance is asked, to know that it is ready: as the `responding` rule says, or else its root.
    public var readiness: (path: String, within: Duration) {
        for case .responding(let rule) in health { return (rule.path, rule.within) }
        return ("/", .seconds(1))
    }
}

/// How the service's instances are run: a command that takes its port from `$PORT`.
public struct Service: Equatable, Sendable, Codable {
    public var start: String
    /// How long requests that are open may take to end before an instance is stopped.
    public var drainWithin: Duration
    /// How long an instance may take from the polite signal to its end.
    public var stopWithin: Duration
    /// How long an instance may take from its start until it is ready.
    public var startWithin: Duration
    /// Instances on each host.
    public var instances: Int
    /// Who may listen on their ports; `nil` in records of programs that did not ask.
    public var listener: ListenerPolicy?
    /// How new instances take over from old ones; `nil` is side by side.
    public var replacement: Replacement?
    /// The variables of its instances, beyond the environment's; `nil` for none.
    public var variables: VariableSettings?

    private enum CodingKeys: String, CodingKey {
        case start, drainWithin, stopWithin, startWithin, instances, listener, replacement, variables
    }

    public init(
        start: String, drainWithin: Duration = .seconds(30), stopWithin: Duration = .seconds(10),
        startWithin: Duration = .seconds(30), instances: Int = 1, listener: ListenerPolicy? = .own,
        replacement: Replacement? = nil, variables: VariableSettings? = nil
    ) {
        self.start = start
        self.drainWithin = drainWithin
        self.stopWithin = stopWithin
        self.startWithin = startWithin
        self.instances = instances
        self.listener = listener
        self.replacement = replacement
        self.variables = variables
    }
}

/// Before there was a time for draining, `stopWithin` was it, and nobody asked who listens: what was recorded then goes
/// on as it began.
extension Service {
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let stopWithin = try members.decode(Duration.self, forKey: .stopWithin)
        self.init(
            start: try members.decode(String.self, forKey: .start),
            drainWithin: try members.decodeIfPresent(Duration.self, forKey: .drainWithin) ?? stopWithin,
            stopWithin: stopWithin, startWithin: try members.decode(Duration.self, forKey: .startWithin),
            instances: try members.decode(Int.self, forKey: .instances),
            listener: try members.decodeIfPresent(ListenerPolicy.self, forKey: .listener),
            replacement: try members.decodeIfPresent(Replacement.self, forKey: .replacement),
            variables: try members.decodeIfPresent(VariableSettings.self, forKey: .variables))
    }
}

/// Where users' requests arrive, and how they are spread.
public struct TrafficRoute: Equatable, Sendable, Codable {
    public var listen: Endpoint
    /// The cookie that identifies a user; a user once in the canary stays in it as the share grows.
    public var stickyCookie: String?

    private enum CodingKeys: String, CodingKey { case listen, stickyCookie }

    public init(listen: Endpoint, stickyCookie: String? = nil) {
        self.listen = listen
        self.stickyCookie = stickyCookie
    }
}

/// What happens when a bake ends without enough requests to judge by.
public enum NoDataPolicy: String, Equatable, Sendable, Codable {
    case hold
    case rollBack = "roll-back"
    case `continue`
}

public struct RollbackPolicy: Equatable, Sendable, Codable {
    /// Whether an unhealthy verdict rolls back by itself; otherwise it halts and waits for a person.
    public var automatic: Bool
    /// How long the old instances stay ready after the release, so that going back is immediate.
    public var keepOld: Duration

    /// Where nobody says how long.
    public static let standardKeepOld = Duration.seconds(600)

    private enum CodingKeys: String, CodingKey { case automatic, keepOld }

    public init(automatic: Bool = true, keepOld: Duration = standardKeepOld) {
        self.automatic = automatic
        self.keepOld = keepOld
    }
}

extension Identifier<Environment> {
    /// Whether a file system that doesn't tell upper from lower case takes the two for one.
    public func differsOnlyInCase(from other: Self) -> Bool {
        self != other && rawValue.lowercased() == other.rawValue.lowercased()
    }
}
