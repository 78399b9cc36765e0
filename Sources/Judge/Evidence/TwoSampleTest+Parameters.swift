extension TwoSampleTest {
    /// What a comparison of two versions tests. Numbers out of range are brought to the nearest end of it.
    public struct Parameters: Sendable, Hashable, Codable {
        /// How many times the stable rate the candidate's may be (ρ₀), 0.001…1000.
        public let worseBy: Double
        /// The absolute rate that is allowed on top of that (δ), 0…1.
        public let tolerance: Double
        /// The alternatives, in units of `worseBy`: above 1 to show it worse, below 1 to show it not worse.
        public let ratios: [Double]
        /// The fraction of the capital that is bet from the start, 0…1.
        public let initialInvestment: Double
        /// The fraction of the remaining cash that each restart bets, 0…1.
        public let hazard: Double
        /// How many requests may share one fate (a connection, a client that retries): the evidence is tempered
        /// so that a burst of this size counts as one request. 1 for independent requests; rounded up to a power of 2.
        public let burst: Int

        /// A test of one's own; the usual ones are `errorRollback`, `latencyRollback` and `promotion`.
        public init(
            worseBy: Double, tolerance: Double, ratios: [Double], initialInvestment: Double = 0.5,
            hazard: Double = 0.01, burst: Int = 1
        ) {
            self.worseBy = worseBy.clamped(to: 0.001...1000)
            self.tolerance = tolerance.clamped(to: 0...1)
            self.ratios = ratios.map { $0.clamped(to: 0...1_000_000) }
            self.initialInvestment = initialInvestment.clamped(to: 0...1)
            self.hazard = hazard.clamped(to: 0...1)
            self.burst = min(max(burst, 1), 1024)
        }

        /// - Throws: `DecodingError` unless all are there; numbers out of range are brought into it.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                worseBy: try container.decode(Double.self, forKey: .worseBy),
                tolerance: try container.decode(Double.self, forKey: .tolerance),
                ratios: try container.decode([Double].self, forKey: .ratios),
                initialInvestment: try container.decode(Double.self, forKey: .initialInvestment),
                hazard: try container.decode(Double.self, forKey: .hazard),
                burst: try container.decode(Int.self, forKey: .burst))
        }
    }
}

extension TwoSampleTest.Parameters {
    /// The alternatives for rates that are too high, in units of the highest allowed: from half as much again to
    /// a candidate that fails always beside a stable version that hardly ever does.
    public static let rollbackRatios = [1.5, 2, 4, 8, 16, 64, 256, 1024]
    /// The alternatives for a latency that is too high too often: finer, for there is more to see in it.
    public static let latencyRatios = [1.1, 1.25, 1.5, 2, 4, 8, 16, 64]
    /// The alternatives for a candidate that is not worse.
    public static let promotionRatios = [0, 0.1, 0.25, 0.4, 0.55, 0.7]

    /// Too many errors: more than `worseBy` times those of the stable version, plus `tolerance`.
    public static func errorRollback(worseBy: Double = 1.5, tolerance: Double = 0.0005, burst: Int = 1) -> Self {
        Self(worseBy: worseBy, tolerance: tolerance, ratios: rollbackRatios, burst: burst)
    }

    /// A latency above a threshold more often than the stable version's.
    public static func latencyRollback(tolerance: Double = 0.0005, burst: Int = 1) -> Self {
        Self(worseBy: 1, tolerance: tolerance, ratios: latencyRatios, burst: burst)
    }

    /// Shown to be less than `worseBy` times those of the stable version, plus `tolerance`.
    ///
    /// All capital is bet from the start, for a candidate that is good is good from the start.
    public static func promotion(worseBy: Double = 2, tolerance: Double = 0.001, burst: Int = 1) -> Self {
        Self(
            worseBy: worseBy, tolerance: tolerance, ratios: promotionRatios, initialInvestment: 1, hazard: 0,
            burst: burst)
    }
}
