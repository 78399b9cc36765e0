/// Evidence against a hypothesis that may be looked at as often as one likes.
///
/// `evidence` is an e-process: it starts at 1, never goes below 0, and its mean stays at most 1 while the hypothesis
/// is true. By Ville's inequality the chance that it *ever* reaches 1/α is then at most α, however often one looks
/// and whenever one stops (Ramdas et al., arXiv 2210.01948).
public protocol EvidenceProcess: Sendable, Equatable, Codable {
    /// The evidence now: 1 says nothing, 1000 is a case at the level of one in a thousand. Always finite.
    var evidence: Double { get }
    /// The most that the evidence has ever been.
    var peakEvidence: Double { get }
    /// Puts a little of what is held back on the hypothesis that the trouble starts now.
    ///
    /// Call it every 10 seconds: it keeps a fault that begins late as visible as one that is there from the start.
    mutating func restart()
}

extension EvidenceProcess {
    /// Whether the hypothesis has been rejected, with a chance of at most `level` (α) of ever doing so wrongly.
    public func rejects(at level: Double) -> Bool { level > 0 && peakEvidence >= 1 / level }
}
