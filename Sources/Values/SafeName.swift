/// Names that are safe as names of files, in commands and in configurations of other programs.
package enum SafeName {
    /// What a name must be, as advice.
    package static let rule = "write letters, digits, - _ and . (at most 64, the first a letter or digit)"

    package static func isSafe(_ text: String, first isFirst: (UInt8) -> Bool = isLetterOrDigit) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, isFirst(first) else { return false }
        return text.utf8.allSatisfy(isCharacter)
    }

    package static func isCharacter(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "-_.".utf8.contains(byte) }

    package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
