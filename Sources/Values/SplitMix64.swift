/// A small seeded generator of random numbers: the same seed gives the same numbers on every machine.
///
/// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014). Not for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for the `index`th thing of many, so that things do not depend on each other's order.
    public init(seed: UInt64, stream index: UInt64) {
        var mixer = SplitMix64(seed: seed)
        let base = mixer.next()
        var indexed = SplitMix64(seed: base ^ index)
        state = indexed.next()
    }

    /// A generator of its own, so that what one part draws does not change what another one gets.
    public mutating func fork() -> SplitMix64 { SplitMix64(seed: next()) }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number within `0..<1`, uniformly, with 53 random bits.
    public mutating func unitInterval() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
