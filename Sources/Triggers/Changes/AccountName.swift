/// Names of accounts and groups, as systems allow them.
package enum AccountName {
    package static let rule = "write letters, digits, - _ . and @ (at most 64, the first a letter, a digit or _)"

    package static func isPossible(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, isLetterOrDigit(first) || first == UInt8(ascii: "_")
        else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || "-_.@".utf8.contains($0) }
    }

    package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
