extension LatencyHistogram {
    /// Where the true quantile lies, at all times at once with probability 1 − α; nil without requests.
    ///
    /// - Returns: the least it can be, and what it must be below: nil while it could be anything above.
    public func quantileBounds(_ fraction: Double, level: Double) -> (lower: Duration, upper: Duration?)? {
        let total = count
        let ranks = ConfidenceSequence.ranks(ofQuantile: fraction, count: total, level: level)
        guard let lowest = bucket(ofRank: max(1, ranks.lowerBound)) else { return nil }
        let highest = ranks.upperBound < total ? bucket(ofRank: ranks.upperBound + 1) : nil
        return (ranks.lowerBound > 0 ? lowest.lower : .zero, highest?.upper)
    }
}
