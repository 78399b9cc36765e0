import Values

/// Arrivals of a Poisson process: independent of each other and of how fast they are served (open loop).
///
/// Pure: times are offsets from the start, in virtual time.
public struct PoissonArrivals: IteratorProtocol, Sequence, Sendable {
    private let rate: Double
    private var random: SplitMix64
    private var elapsed = 0.0

    /// - Parameter rate: arrivals a second on average; must be above 0.
    public init(rate: Double, seed: UInt64) {
        self.rate = rate
        random = SplitMix64(seed: seed)
    }

    /// When the next one arrives, since the start. There is always a next one.
    public mutating func next() -> Duration? {
        elapsed += random.exponential(rate: rate)
        return .seconds(elapsed)
    }
}
