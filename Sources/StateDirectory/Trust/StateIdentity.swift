import Foundation

/// The random id of a state directory, which is in it as the file `id`.
struct StateIdentity: Hashable, CustomStringConvertible {
    let description: String

    /// `nil` unless it is 32 hexadecimal digits.
    init?(_ text: some StringProtocol) {
        let isDigit = { (byte: UInt8) in (48...57).contains(byte) || (97...102).contains(byte) }
        guard text.utf8.count == 32, text.utf8.allSatisfy(isDigit) else { return nil }
        description = String(text)
    }

    /// One that nobody else has, and nobody can guess.
    init() {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<32).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }
        description = digits.joined()
    }

    static let fileName = "id"

    /// `nil` when a directory has none.
    static func read(in directory: String) -> StateIdentity? {
        guard let text = TrustFile.read("\(directory)/\(fileName)", atMost: 64) else { return nil }
        return StateIdentity(text.hasSuffix("\n") ? text.dropLast() : text[...])
    }
}
