/// A finite mixture of bets over alternatives (how bad?) and start times (since when?).
///
/// One unit of capital is split: some is on the alternatives, the rest is kept as cash, of which every restart puts
/// a fraction on fresh bets. All capital together is the evidence. See Shin, Ramdas and Rinaldo, "E-detectors",
/// arXiv 2203.03532; here the budget is finite, so that the guarantee holds for the whole time, not for each restart.
public struct Mixture: EvidenceProcess {
    /// Bets stop growing here: far beyond any decision, and far from the end of `Double`.
    static let ceiling = 1e250

    /// What is not on any alternative yet.
    public private(set) var cash: Double
    /// What each alternative's bets are worth now.
    public private(set) var stakes: [Double]
    public private(set) var evidence: Double
    public private(set) var peakEvidence: Double
    private let hazard: Double

    /// - Parameters:
    ///   - alternatives: how many alternatives share each investment equally.
    ///   - initialInvestment: the fraction of the capital that is bet from the start, 0…1.
    ///   - hazard: the fraction of the remaining cash that each restart bets, 0…1.
    public init(alternatives: Int, initialInvestment: Double, hazard: Double) {
        cash = 1
        stakes = Array(repeating: 0, count: max(alternatives, 0))
        evidence = 1
        peakEvidence = 1
        self.hazard = hazard.clamped(to: 0...1)
        invest(initialInvestment.clamped(to: 0...1))
    }

    /// A state that was reached before.
    init(cash: Double, stakes: [Double], evidence: Double, peakEvidence: Double, hazard: Double) {
        self.cash = cash
        self.stakes = stakes
        self.evidence = evidence
        self.peakEvidence = peakEvidence
        self.hazard = hazard
    }

    public mutating func restart() {
        invest(hazard)
    }

    /// Settles the bets: each stake is multiplied by what one unit on its alternative became.
    mutating func multiply(by factors: [Double]) {
        var sum = cash
        for (index, factor) in zip(stakes.indices, factors) {
            stakes[index] = min(stakes[index] * factor, Self.ceiling)
            sum += stakes[index]
        }
        evidence = sum
        peakEvidence = max(peakEvidence, sum)
    }

    private mutating func invest(_ fraction: Double) {
        guard !stakes.isEmpty else { return }
        let amount = cash * fraction
        cash -= amount
        for index in stakes.indices {
            stakes[index] += amount / Double(stakes.count)
        }
    }
}
