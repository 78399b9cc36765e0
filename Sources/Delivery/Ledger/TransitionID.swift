import Values

/// The transition to a stage, of one pipeline or of all that have such a stage.
public struct TransitionID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// `nil` for all, as older records have it.
    public let pipeline: String?
    public let stage: StageName

    public init(_ stage: StageName, of pipeline: String?) {
        self.stage = stage
        self.pipeline = pipeline
    }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    public var description: String { pipeline.map { "\($0)/\(stage)" } ?? stage.rawValue }
}

extension TransitionID: CodingKeyRepresentable {
    public var codingKey: any CodingKey { StageName(description).codingKey }

    /// Neither name has a slash in it.
    public init?<Key: CodingKey>(codingKey: Key) {
        let parts = codingKey.stringValue.split(separator: "/", maxSplits: 1).map(String.init)
        guard let last = parts.last else { return nil }
        self.init(StageName(last), of: parts.count == 2 ? parts[0] : nil)
    }
}
