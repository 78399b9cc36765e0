extension LatencyHistogram: Codable {
    /// One flat list: bucket, count, bucket, count, …, rising by bucket.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for entry in entries {
            try container.encode(entry.index)
            try container.encode(entry.count)
        }
    }

    /// - Throws: `DecodingError.dataCorrupted` for a bucket that is unknown or out of order, or an impossible count.
    public init(from decoder: any Decoder) throws {
        self.init()
        var container = try decoder.unkeyedContainer()
        var previous = -1
        while !container.isAtEnd {
            let index = try container.decode(Int.self)
            let count = try container.decode(Int.self)
            guard index > previous, index < LatencyBuckets.count, (1...Self.countLimit).contains(count) else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "A latency histogram can't hold \(count) in bucket \(index) after \(previous).")
            }
            add(count, at: index)
            previous = index
        }
    }
}
