/// The name of a commit: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits, in lower case.
public struct ObjectID: Hashable, Sendable, CustomStringConvertible {
    public let hexadecimal: String

    /// `nil` unless `text` is such a name, and one of a commit that exists: git writes zeros for "none".
    public init?(_ text: some StringProtocol) {
        let digits = text.lowercased()
        guard [40, 64].contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
            digits.utf8.contains(where: { $0 != UInt8(ascii: "0") })
        else { return nil }
        hexadecimal = digits
    }

    public var description: String { hexadecimal }
}
