import Values

/// Quantiles of latency, from a request's arrival to the last byte of its answer; waits within the client count.
///
/// In JSON: milliseconds.
public struct LatencySummary: Codable, Equatable, Sendable {
    /// How many answers it summarises.
    public let count: Int
    public let p50: Duration
    public let p90: Duration
    public let p99: Duration
    public let p999: Duration
    public let longest: Duration

    init(_ histogram: LatencyHistogram) {
        let quantiles = histogram.quantiles([0.5, 0.9, 0.99, 0.999])
        count = histogram.count
        p50 = quantiles[0]
        p90 = quantiles[1]
        p99 = quantiles[2]
        p999 = quantiles[3]
        longest = histogram.longest
    }

    private enum CodingKeys: String, CodingKey {
        case count
        case p50 = "p50Milliseconds"
        case p90 = "p90Milliseconds"
        case p99 = "p99Milliseconds"
        case p999 = "p999Milliseconds"
        case longest = "longestMilliseconds"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func duration(_ key: CodingKeys) throws -> Duration {
            let milliseconds = try container.decode(Double.self, forKey: key)
            guard (0...1e9).contains(milliseconds) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "\(milliseconds) ms is no latency")
            }
            return .microseconds(Int64((milliseconds * 1000).rounded()))
        }
        count = try container.decode(Int.self, forKey: .count)
        p50 = try duration(.p50)
        p90 = try duration(.p90)
        p99 = try duration(.p99)
        p999 = try duration(.p999)
        longest = try duration(.longest)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        for (key, duration) in [
            (CodingKeys.p50, p50), (.p90, p90), (.p99, p99), (.p999, p999), (.longest, longest),
        ] {
            // Whole microseconds: finer would be noise.
            try container.encode((duration / .microseconds(1)).rounded() / 1000, forKey: key)
        }
    }
}
