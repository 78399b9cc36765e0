/// What the build produced: one archive, built once and promoted everywhere.
public struct Artifact: Equatable, Sendable, Codable {
    public let digest: Digest
    public let version: String
    public let size: ByteCount

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

    public init(artifact: Artifact, slot: Slot, run: RunNumber, instances: [PlacedInstance]) {
        self.artifact = artifact
        self.slot = slot
        self.run = run
        self.instances = instances
    }
}

/// An instance and where it listens.
public struct PlacedInstance: Hashable, Sendable, Codable {
    public let id: InstanceID
    public let endpoint: Endpoint

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

    public init(run: RunNumber, host: HostAddress, slot: Slot, index: Int) {
        self.run = run
        self.host = host
        self.slot = slot
        self.index = index
    }

    /// `local/green-1`, `web-1/green-1`: people count from 1.
    public var description: String { "\(host.shortName)/\(slot.rawValue)-\(index + 1)" }
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
