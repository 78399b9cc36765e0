/// The evidence of several rules as one: their weighted mean.
///
/// A mean of e-processes is one again, whatever depends on whatever, so the chance of a false rollback over *all*
/// rules stays at most α. It is reached no later than if each rule were given its part of α.
public struct CombinedEvidence<Rule: Hashable & Sendable>: Sendable, Hashable {
    /// What one rule brings in.
    public struct Contribution: Sendable, Hashable {
        /// Whose evidence it is.
        public let rule: Rule
        /// The evidence of the rule alone; never negative.
        public let evidence: Double
        /// The part of the whole that the rule stands for; all weights together are 1.
        public let weight: Double
        /// What it adds to the whole.
        public var amount: Double { weight * evidence }
    }

    /// What each rule brings in, in the order given.
    public let contributions: [Contribution]

    /// Rules of equal weight.
    public init(_ evidence: [(rule: Rule, evidence: Double)]) {
        self.init(weighted: evidence.map { ($0.rule, $0.evidence, 1) })
    }

    /// Rules with weights, which are scaled to make 1 in all; a weight that is not above zero counts for nothing.
    ///
    /// The weights must be chosen before the data are seen. Evidence that is not a number counts as none against.
    public init(weighted evidence: [(rule: Rule, evidence: Double, weight: Double)]) {
        let weights = evidence.map { $0.weight.clamped(to: 0...1e9) }
        let total = weights.reduce(0, +)
        contributions = zip(evidence, weights).map { part, weight in
            Contribution(
                rule: part.rule,
                evidence: part.evidence.clamped(to: 0...Mixture.ceiling * 1e6),
                weight: total > 0 ? weight / total : 0)
        }
    }

    /// The evidence of all rules together; 1, which says nothing, when there are none.
    public var value: Double {
        contributions.contains { $0.weight > 0 } ? contributions.reduce(0) { $0 + $1.amount } : 1
    }

    /// The rule to blame: the one that adds most. The first of them where several add the same.
    public var largest: Contribution? {
        contributions.reduce(nil) { best, next in
            best.map { $0.amount >= next.amount ? $0 : next } ?? next
        }
    }

    /// Whether the evidence is enough to reject, with a chance of at most `level` (α) of ever doing so wrongly.
    public func rejects(at level: Double) -> Bool { level > 0 && value >= 1 / level }
}

extension CombinedEvidence: Codable where Rule: Codable {}
extension CombinedEvidence.Contribution: Codable where Rule: Codable {}
