/// How many requests one arm (candidate or stable) answered in a batch, and how many of them were bad.
///
/// "Bad" is whatever the rule looks at: an error, or a latency above a threshold.
public struct Outcomes: Sendable, Hashable, Codable {
    /// No requests at all.
    public static let none = Outcomes(requests: 0, bad: 0)

    /// Far above any real batch, and small enough that no sum or power of counts can overflow.
    private static let limit = 1 << 40

    /// All requests of the batch, good and bad.
    public let requests: Int
    /// The bad ones among them; never more than `requests`.
    public let bad: Int

    private enum CodingKeys: String, CodingKey { case requests, bad }
    /// The rest.
    public var good: Int { requests - bad }

    /// Impossible counts are brought to the nearest possible ones: negative to zero, `bad` to at most `requests`.
    public init(requests: Int, bad: Int) {
        self.requests = min(max(requests, 0), Self.limit)
        self.bad = min(max(bad, 0), self.requests)
    }

    /// - Throws: `DecodingError` unless both counts are there; impossible ones are brought into range.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            requests: try container.decode(Int.self, forKey: .requests),
            bad: try container.decode(Int.self, forKey: .bad))
    }

    /// The two batches taken together.
    public static func + (left: Outcomes, right: Outcomes) -> Outcomes {
        Outcomes(requests: left.requests + right.requests, bad: left.bad + right.bad)
    }

    /// Adds the second batch to the first.
    public static func += (left: inout Outcomes, right: Outcomes) {
        left = left + right
    }
}
