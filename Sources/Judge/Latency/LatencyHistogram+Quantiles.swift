extension LatencyHistogram {
    /// One bucket that holds something.
    public struct Bucket: Sendable, Hashable {
        /// The least that a request in it took.
        public let lower: Duration
        /// All requests in it took less than this; nil for the last bucket, which has no end.
        public let upper: Duration?
        /// How many requests it holds.
        public let count: Int
    }

    /// The buckets that hold something, from the fastest to the slowest.
    public var buckets: [Bucket] {
        entries.map { entry in
            Bucket(
                lower: LatencyBuckets.lowerEdge(of: entry.index),
                upper: LatencyBuckets.upperEdge(of: entry.index),
                count: entry.count)
        }
    }

    /// The latency that this fraction of the requests stayed within: 0.99 for p99. Nil when there are none.
    ///
    /// By nearest rank, at the middle of its bucket: within 1.3 % of the true one from 100 µs on. Where that is
    /// beyond the last edge or there was no answer, it is the last edge (two minutes), to be read as "at least".
    public func quantile(_ fraction: Double) -> Duration? {
        let total = count
        guard total > 0, !fraction.isNaN else { return nil }
        let rank = max(1, Int((Double(total) * fraction.clamped(to: 0...1)).rounded(.up)))
        return bucket(ofRank: rank).map { bucket in
            bucket.upper.map { (bucket.lower + $0) / 2 } ?? bucket.lower
        }
    }

    /// The bucket of the request with this rank, counted from 1 for the fastest.
    func bucket(ofRank rank: Int) -> Bucket? {
        var seen = 0
        return buckets.first { bucket in
            seen += bucket.count
            return seen >= rank
        }
    }
}
