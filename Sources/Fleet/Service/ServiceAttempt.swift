/// What tells one start of a service from every other: up to 64 letters, digits and `-`; the name of a directory.
public struct ServiceAttempt: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// `nil` unless `text` can safely be the name of a directory.
    public init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(text.utf8.count) else { return nil }
        description = text
    }

    /// The attempt of a run (numbered from 1) that is its `ordinal`th start of anything.
    public init(run: Int, ordinal: Int) {
        description = "\(run)-\(ordinal)"
    }
}
