import Values

/// Changes a text at random, the same way for the same seed.
struct Mutation {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    /// Some of the bytes changed, removed, doubled, moved or cut off.
    mutating func apply(to text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...4, using: &random) where text.count > 2 { change(&text) }
        return text
    }

    private mutating func change(_ text: inout [UInt8]) {
        let place = Int.random(in: 0..<text.count, using: &random)
        let end = min(text.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: text.removeSubrange(place...)
        case 1: text.removeSubrange(place..<end)
        case 2: text.insert(contentsOf: text[place..<end], at: place)
        case 3: text[place] = UInt8.random(in: 0...255, using: &random)
        case 4: text.replaceSubrange(place..<end, with: text[place..<end].reversed())
        case 5: text.swapAt(place, Int.random(in: 0..<text.count, using: &random))
        default: text.insert(contentsOf: Self.signs.randomElement(using: &random) ?? [], at: place)
        }
    }

    private static let signs = [
        "[", "]", "{", "}", ":", ": ", "- ", "&a ", "*a ", "!x ", "\"", "'", "|", ">", "#", "\n", "\t", "? ", "%",
        "---\n",
        "null", "9999999999999999999999", "-1", "\u{0}", "\u{85}", "é", "\r", "<<: ", "~", "\\",
    ].map { Array($0.utf8) }
}

/// SplitMix64 (Steele, Lea and Flood 2014): a small generator of random numbers with a seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
