/// What one unit of capital becomes when it is bet on one alternative and one request's outcome is seen.
///
/// With the null `p_c ≤ ρ₀·p_s + δ`, the alternative `p_c = ρ·(p_s + δ/ρ₀)`, and the share `w` of the candidate, the
/// bet is `λ = w(1−w)(ρ−ρ₀) / (wρ+1−w)`, clipped so that no outcome can take everything. For δ = 0 it is exactly
/// the likelihood ratio of "this error belongs to the candidate" (after Lindon and Malek, arXiv 2011.03567).
struct Bet: Sendable, Equatable {
    /// Of what could be lost at worst, at most this part is bet.
    private static let clip = 0.99

    /// The candidate answered badly. (When it answers well, the capital stays as it is.)
    let candidateBad: ScaledNumber
    let stableBad: ScaledNumber
    let stableGood: ScaledNumber

    /// - Parameters:
    ///   - ratio: the alternative ρ in units of ρ₀; below 1 to bet that the candidate is *not* worse.
    ///   - worseBy: ρ₀, how many times worse the candidate may be.
    ///   - tolerance: δ, the absolute excess that is allowed on top.
    ///   - share: w, the candidate's share of the traffic when the request was dispatched; inside 0…1.
    init(ratio: Double, worseBy: Double, tolerance: Double, share: Double) {
        let rest = 1 - share
        let margin = tolerance / worseBy
        let optimum = share * rest * worseBy * (ratio - 1) / (share * ratio * worseBy + rest)
        let stake = optimum.clamped(to: -Self.clip * worseBy * share...Self.clip * rest / (1 + margin))
        candidateBad = ScaledNumber(1 + stake / (worseBy * share))
        stableBad = ScaledNumber(1 - stake * (1 + margin) / rest)
        stableGood = ScaledNumber(1 - stake * margin / rest)
    }

    /// What one unit becomes over a whole batch.
    func factor(candidate: Outcomes, stable: Outcomes) -> ScaledNumber {
        candidateBad.raised(to: candidate.bad)
            * stableBad.raised(to: stable.bad)
            * stableGood.raised(to: stable.good)
    }
}
