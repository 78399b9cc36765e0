/// Is the candidate worse than the stable version? Evidence against `p_c(t) ≤ worseBy · p_s(t) + tolerance`, for
/// every t, where `p` is the chance that a request ends badly.
///
/// Only the comparison counts: both rates may drift together (a slow database, a busy hour) without any effect on
/// the guarantee. The share may change at any time, even in response to the data, as long as it is fixed before
/// the outcome: use the share at *dispatch*.
public struct TwoSampleTest: EvidenceProcess {
    /// What is tested, and what it is tested against.
    public let parameters: Parameters
    /// The capital behind the evidence.
    public private(set) var mixture: Mixture

    public var evidence: Double { mixture.evidence }
    public var peakEvidence: Double { mixture.peakEvidence }

    /// A test that has seen nothing yet.
    public init(_ parameters: Parameters) {
        self.parameters = parameters
        mixture = Mixture(
            alternatives: parameters.ratios.count,
            initialInvestment: parameters.initialInvestment,
            hazard: parameters.hazard)
    }

    /// - Throws: `DecodingError`, also where the capital does not fit the alternatives.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        parameters = try container.decode(Parameters.self, forKey: .parameters)
        mixture = try container.decode(Mixture.self, forKey: .mixture)
            .checked(alternatives: parameters.ratios.count, at: decoder.codingPath)
    }

    /// Evidence that the candidate's error rate is higher than allowed; enough of it rolls back.
    ///
    /// - Parameters:
    ///   - worseBy: how many times the stable rate is allowed.
    ///   - tolerance: the absolute rate that is allowed on top; 0.0005 is 0.05 %.
    public static func errorRollback(worseBy: Double = 1.5, tolerance: Double = 0.0005) -> TwoSampleTest {
        TwoSampleTest(.errorRollback(worseBy: worseBy, tolerance: tolerance))
    }

    /// Evidence that the candidate's rate is *below* the limit; enough of it promotes.
    ///
    /// The limit must be above the one for rollback, so that both can be shown for a candidate that is equal.
    /// What is shown stays shown: begin a new one at every step, for it speaks of the time it has watched.
    public static func promotion(worseBy: Double = 2, tolerance: Double = 0.001) -> TwoSampleTest {
        TwoSampleTest(.promotion(worseBy: worseBy, tolerance: tolerance))
    }

    /// Takes in a batch of requests that were all dispatched under one share.
    ///
    /// A share of 0 or 1, or as good as that, compares nothing, and the batch is passed over.
    ///
    /// - Parameter share: the candidate's share of the traffic at dispatch, between 0 and 1.
    public mutating func observe(candidateShare share: Double, candidate: Outcomes, stable: Outcomes) {
        guard share >= 1e-9, share <= 1 - 1e-9 else { return }
        mixture.multiply(
            by: parameters.ratios.map { ratio in
                Bet(ratio: ratio, worseBy: parameters.worseBy, tolerance: parameters.tolerance, share: share)
                    .factor(candidate: candidate, stable: stable)
                    .tempered(for: parameters.burst)
                    .value
            })
    }

    /// Takes in a closed batch by the share that the candidate really got, counted at dispatch.
    ///
    /// For routers that don't draw at random. A batch in which one arm is empty compares nothing.
    public mutating func observe(candidate: Outcomes, stable: Outcomes) {
        let all = Double(candidate.requests) + Double(stable.requests)
        observe(candidateShare: Double(candidate.requests) / all, candidate: candidate, stable: stable)
    }

    public mutating func restart() {
        mixture.restart()
    }
}

extension ScaledNumber {
    /// The m-th root for bursts of m, rounded up to a power of two: one burst then counts as one request at most.
    fileprivate func tempered(for burst: Int) -> ScaledNumber {
        var result = self
        var size = 1
        while size < burst {
            result = result.squareRoot
            size *= 2
        }
        return result
    }
}
