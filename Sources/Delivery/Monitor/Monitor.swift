import Values

/// A synthetic check that is made again and again, whether or not anything is being released.
public struct Monitor: Equatable, Sendable, Codable {
    public var name: String
    public var check: HTTPCheck
    /// From one check to the next.
    public var every: Duration
    /// After how many failures in a row there is an alert.
    public var alertAfter: Int

    private enum CodingKeys: String, CodingKey { case name, check, every, alertAfter }

    public init(name: String, check: HTTPCheck, every: Duration = .seconds(30), alertAfter: Int = 2) {
        self.name = name
        self.check = check
        self.every = every
        self.alertAfter = alertAfter
    }
}

/// A request, and the answer that is expected.
public struct HTTPCheck: Hashable, Sendable, Codable {
    /// An absolute `http` or `https` address.
    public var url: String
    public var status: Int
    public var within: Duration

    private enum CodingKeys: String, CodingKey { case url, status, within }

    public init(url: String, status: Int = 200, within: Duration = .seconds(5)) {
        self.url = url
        self.status = status
        self.within = within
    }
}

/// A monitor among those of all pipelines.
public struct MonitorID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    public let pipeline: String
    public let name: String

    private enum CodingKeys: String, CodingKey { case pipeline, name }

    public init(pipeline: String, name: String) {
        self.pipeline = pipeline
        self.name = name
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.pipeline, left.name) < (right.pipeline, right.name)
    }

    public var description: String { "\(pipeline)/\(name)" }
}

extension MonitorID: CodingKeyRepresentable {
    public var codingKey: any CodingKey { Identifier<Monitor>(description).codingKey }

    /// A pipeline's name has no slash in it.
    public init?<Key: CodingKey>(codingKey: Key) {
        let parts = codingKey.stringValue.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        self.init(pipeline: String(parts[0]), name: String(parts[1]))
    }
}
