/// Robbins' mixture: evidence against one rate, from a Beta prior over all others.
struct BernoulliMixture: Sendable {
    let alpha: Double
    let beta: Double

    /// log of B(α+k, β+n−k) / (B(α, β) · pᵏ · (1−p)ⁿ⁻ᵏ).
    func logEvidence(_ outcomes: Outcomes, against rate: Double) -> Double {
        let bad = Double(outcomes.bad)
        let good = Double(outcomes.good)
        return RealFunctions.logBeta(alpha + bad, beta + good) - RealFunctions.logBeta(alpha, beta)
            - (bad == 0 ? 0 : bad * RealFunctions.log(rate))
            - (good == 0 ? 0 : good * RealFunctions.log1p(-rate))
    }
}
