import Values

/// An instance that doesn't answer, and why.
public struct InstanceTrouble: Equatable, Sendable, Codable {
    public let instance: InstanceID
    public let failure: InstanceFailure

    private enum CodingKeys: String, CodingKey { case instance, failure }

    public init(_ instance: InstanceID, _ failure: InstanceFailure) {
        self.instance = instance
        self.failure = failure
    }
}

/// Since when an instance doesn't answer, as far as anybody saw, and why.
public struct Outage: Equatable, Sendable, Codable {
    public let since: Timestamp
    public let failure: InstanceFailure

    private enum CodingKeys: String, CodingKey { case since, failure }

    public init(since: Timestamp, failure: InstanceFailure) {
        self.since = since
        self.failure = failure
    }
}

/// An instance that doesn't answer, since when and why.
public struct StandingTrouble: Equatable, Sendable, Codable {
    public let instance: InstanceID
    public let outage: Outage

    private enum CodingKeys: String, CodingKey { case instance, outage }

    public init(_ instance: InstanceID, _ outage: Outage) {
        self.instance = instance
        self.outage = outage
    }
}
