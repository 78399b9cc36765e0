/// Is the candidate slower, anywhere in the distribution? One comparison for each of several thresholds: how often
/// is a request slower than the threshold, with the candidate's latencies first made smaller by the tolerance.
///
/// The thresholds are fixed from the stable version *before* the candidate starts, so that they don't depend on
/// what is judged. A request without a good answer counts as slower than any threshold.
public struct DominanceTest: EvidenceProcess {
    /// What the thresholds must show together.
    public enum Purpose: String, Sendable, Codable {
        /// Worse on the whole: the mean of the evidence, which any one threshold can carry.
        case rollback
        /// Not worse anywhere: the least of the evidence, for every threshold must pass.
        case promotion
    }

    /// The quantiles of the stable version that make the thresholds, unless others are asked for.
    public static let standardQuantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999]

    /// One threshold and its comparison.
    public struct Comparison: Sendable, Equatable, Codable {
        /// Requests that take longer are the ones that count.
        public let threshold: Duration
        /// The evidence for this threshold alone.
        public fileprivate(set) var test: TwoSampleTest
    }

    /// What enough evidence is for.
    public let purpose: Purpose
    /// How much slower is allowed: 0.1 is 10 %.
    public let tolerance: Double
    /// Each threshold's comparison, from the fastest to the slowest.
    public private(set) var comparisons: [Comparison]
    public private(set) var peakEvidence: Double

    /// A test with thresholds at quantiles of the stable version, seen before the candidate starts.
    ///
    /// Nil if the histogram has no quantile that can serve as one: when it is empty, or holds no answers.
    public init?(
        baseline: LatencyHistogram, quantiles: [Double] = standardQuantiles, tolerance: Double = 0.1,
        purpose: Purpose = .rollback, parameters: TwoSampleTest.Parameters? = nil
    ) {
        self.init(
            thresholds: quantiles.compactMap { baseline.quantile($0) },
            tolerance: tolerance, purpose: purpose, parameters: parameters)
    }

    /// A test with given thresholds. Each is moved up to the next edge of a bucket; what coincides then counts once.
    ///
    /// Nil if none of them, with the tolerance on top, is within the buckets of a histogram.
    public init?(
        thresholds: [Duration], tolerance: Double = 0.1, purpose: Purpose = .rollback,
        parameters: TwoSampleTest.Parameters? = nil
    ) {
        let top = LatencyBuckets.overflow - LatencyBuckets.shift(for: tolerance)
        let indices = Set(thresholds.map(LatencyBuckets.firstIndex(atOrAbove:))).filter { $0 <= top }
        guard !indices.isEmpty else { return nil }
        self.purpose = purpose
        self.tolerance = tolerance.clamped(to: 0...1_000_000)
        let test = TwoSampleTest(parameters ?? (purpose == .rollback ? .latencyRollback() : .promotion()))
        comparisons = indices.sorted().map { Comparison(threshold: LatencyBuckets.lowerEdge(of: $0), test: test) }
        peakEvidence = 1
    }

    public var evidence: Double {
        let each = comparisons.map(\.test.evidence)
        return switch purpose {
        case .rollback: each.isEmpty ? 1 : each.reduce(0, +) / Double(each.count)
        case .promotion: each.min() ?? 1
        }
    }

    /// The threshold that speaks loudest for the candidate being worse (or most against promoting it).
    public var decisive: Comparison? {
        switch purpose {
        case .rollback: comparisons.max { $0.test.evidence < $1.test.evidence }
        case .promotion: comparisons.min { $0.test.evidence < $1.test.evidence }
        }
    }

    /// Takes in the latencies of a batch of requests that were all dispatched under one share.
    ///
    /// - Parameter share: the candidate's share of the traffic at dispatch, between 0 and 1.
    public mutating func observe(
        candidateShare share: Double, candidate: LatencyHistogram, stable: LatencyHistogram
    ) {
        let shifted = candidate.shifted(by: tolerance)
        for index in comparisons.indices {
            let threshold = comparisons[index].threshold
            comparisons[index].test.observe(
                candidateShare: share,
                candidate: shifted.outcomes(above: threshold),
                stable: stable.outcomes(above: threshold))
        }
        peakEvidence = max(peakEvidence, evidence)
    }

    public mutating func restart() {
        for index in comparisons.indices {
            comparisons[index].test.restart()
        }
    }
}
