import Values

/// What the build produced: one archive, built once and promoted everywhere.
public struct Artifact: Hashable, Sendable, Codable {
    public let digest: Digest
    public let version: String
    public let size: ByteCount

    private enum CodingKeys: String, CodingKey { case digest, version, size }

    public init(digest: Digest, version: String, size: ByteCount) {
        self.digest = digest
        self.version = version
        self.size = size
    }
}

/// An artifact in service in an environment.
public struct Deployment: Equatable, Sendable, Codable {
    public let artifact: Artifact
    public let slot: Slot
    public let run: RunNumber
    public let instances: [PlacedInstance]
    /// How to see whether it is well; `nil` in records of programs that did not write it down.
    public let check: ServiceCheck?
    /// The commit that the artifact was built from; `nil` without git, and in records from before it was kept.
    public let commit: String?
    /// How it is started again; `nil` in records of programs that did not: such a service is not kept up.
    public let start: ServiceStart?
    /// What it was released by; `nil` in records from before it was kept.
    public let rules: DeliveryRules?
    /// The run that made the version, where that is not the one which released it.
    public let builtIn: RunNumber?

    private enum CodingKeys: String, CodingKey {
        case artifact, slot, run, instances, check, commit, start, rules, builtIn
    }

    public init(
        artifact: Artifact, slot: Slot, run: RunNumber, instances: [PlacedInstance], check: ServiceCheck? = nil,
        commit: String? = nil, start: ServiceStart? = nil, rules: DeliveryRules? = nil, builtIn: RunNumber? = nil
    ) {
        self.rules = rules
        self.builtIn = builtIn
        self.commit = commit
        self.start = start
        self.artifact = artifact
        self.slot = slot
        self.run = run
        self.instances = instances
        self.check = check
    }
}

extension Deployment {
    /// The run whose change it is: by it versions are newer and older.
    public var origin: RunNumber { builtIn ?? run }

    /// How long an instance may take from the polite signal to its end.
    public var stopWithin: Duration { start?.stopWithin ?? .seconds(10) }
}

/// How to see whether what is in service is well, without its pipeline.
public struct ServiceCheck: Hashable, Sendable, Codable {
    /// What an instance is asked.
    public let path: String
    /// How long its answer may take.
    public let within: Duration
    /// Where the router listens.
    public let listen: Endpoint
    /// Who may listen on the instances' ports; `nil` in records of programs that did not ask.
    public let listener: ListenerPolicy?

    private enum CodingKeys: String, CodingKey { case path, within, listen, listener }

    public init(path: String, within: Duration, listen: Endpoint, listener: ListenerPolicy? = nil) {
        self.path = path
        self.within = within
        self.listen = listen
        self.listener = listener
    }
}

/// An instance and where it listens.
public struct PlacedInstance: Hashable, Sendable, Codable {
    public let id: InstanceID
    public let endpoint: Endpoint

    private enum CodingKeys: String, CodingKey { case id, endpoint }

    public init(id: InstanceID, endpoint: Endpoint) {
        self.id = id
        self.endpoint = endpoint
    }
}

/// One running copy of the service: the run that started it, its host, its slot and its place in it, from 0.
public struct InstanceID: Hashable, Sendable, Codable, CustomStringConvertible {
    public let run: RunNumber
    public let host: HostAddress
    public let slot: Slot
    public let index: Int
    /// Which attempt of the run started it, from 1: a retry starts others.
    public let attempt: Int

    public init(run: RunNumber, host: HostAddress, slot: Slot, index: Int, attempt: Int = 1) {
        self.run = run
        self.host = host
        self.slot = slot
        self.index = index
        self.attempt = attempt
    }

    /// `local/green-1`, `web-1/green-1`: people count from 1.
    public var description: String { "\(host.shortName)/\(slot.rawValue)-\(index + 1)" }
}

/// The first attempt is not written down: journals from before there were others stay readable.
extension InstanceID {
    private enum Name: String, CodingKey { case run, host, slot, index, attempt }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        self.init(
            run: try members.decode(RunNumber.self, forKey: .run),
            host: try members.decode(HostAddress.self, forKey: .host),
            slot: try members.decode(Slot.self, forKey: .slot), index: try members.decode(Int.self, forKey: .index),
            attempt: try members.decodeIfPresent(Int.self, forKey: .attempt) ?? 1)
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(run, forKey: .run)
        try members.encode(host, forKey: .host)
        try members.encode(slot, forKey: .slot)
        try members.encode(index, forKey: .index)
        if attempt > 1 { try members.encode(attempt, forKey: .attempt) }
    }
}

/// The number of a run, counted from 1 within a state directory.
public struct RunNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let value: Int

    public init(_ value: Int) {
        self.value = value
    }

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    public static func < (left: RunNumber, right: RunNumber) -> Bool { left.value < right.value }

    public var description: String { "#\(value)" }
}

/// Lets numbers be keys of JSON objects.
extension RunNumber: CodingKeyRepresentable {
    public var codingKey: any CodingKey { Identifier<RunNumber>("\(value)").codingKey }

    public init?<Key: CodingKey>(codingKey: Key) {
        guard let value = Int(codingKey.stringValue) else { return nil }
        self.init(value)
    }
}
