/// Does the candidate break an absolute limit (an SLO)? Evidence against `p ≤ limit`, where `p` is the chance that
/// a request of the candidate ends badly.
///
/// A limit on a quantile is the same: p99 is above 300 ms exactly if more than 1 % of the requests take longer.
public struct OneSampleTest: EvidenceProcess {
    /// The highest rate of bad requests that is allowed, inside 0…1.
    public let limit: Double
    /// The alternatives, as ratios of odds to those at the limit.
    public let oddsRatios: [Double]
    /// The capital behind the evidence.
    public private(set) var mixture: Mixture

    public var evidence: Double { mixture.evidence }
    public var peakEvidence: Double { mixture.peakEvidence }

    /// A test that has seen nothing yet. A limit of 0 or 1 can't be tested; it is brought to the nearest that can.
    ///
    /// - Parameters:
    ///   - initialInvestment: the fraction of the capital that is bet from the start, 0…1.
    ///   - hazard: the fraction of the remaining cash that each restart bets, 0…1.
    public init(
        limit: Double, oddsRatios: [Double] = TwoSampleTest.Parameters.rollbackRatios,
        initialInvestment: Double = 0.5, hazard: Double = 0.01
    ) {
        self.limit = limit.clamped(to: 1e-9...1 - 1e-9)
        self.oddsRatios = oddsRatios.map { $0.clamped(to: 0...1_000_000) }
        mixture = Mixture(alternatives: oddsRatios.count, initialInvestment: initialInvestment, hazard: hazard)
    }

    /// - Throws: `DecodingError`, also where the capital does not fit the alternatives.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            limit: try container.decode(Double.self, forKey: .limit),
            oddsRatios: try container.decode([Double].self, forKey: .oddsRatios))
        mixture = try container.decode(Mixture.self, forKey: .mixture)
            .checked(alternatives: oddsRatios.count, at: decoder.codingPath)
    }

    /// Against "this quantile is within its limit": 0.99 for p99. Observe `LatencyHistogram.outcomes(above:)`.
    public static func quantile(_ fraction: Double) -> OneSampleTest {
        OneSampleTest(limit: 1 - fraction)
    }

    /// Takes in a batch of the candidate's requests.
    public mutating func observe(_ outcomes: Outcomes) {
        mixture.multiply(
            by: oddsRatios.map { ratio in
                // p₁ = r·p₀ / (1 + (r−1)·p₀), so a bad request gives p₁/p₀ and a good one (1−p₁)/(1−p₀).
                let scale = 1 + (ratio - 1) * limit
                let bad = ScaledNumber(ratio / scale).raised(to: outcomes.bad)
                let good = ScaledNumber(1 / scale).raised(to: outcomes.good)
                return (bad * good).value
            })
    }

    public mutating func restart() {
        mixture.restart()
    }
}
