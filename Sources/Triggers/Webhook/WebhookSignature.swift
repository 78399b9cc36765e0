import Cryptography

/// The proof that a message comes from somebody who knows the secret: HMAC-SHA-256 of its body, as GitHub, Gitea and
/// Forgejo send it: `X-Hub-Signature-256: sha256=` and 64 hexadecimal digits.
struct WebhookSignature: Sendable {
    /// Of the field that carries it.
    static let field = "X-Hub-Signature-256"
    private let code: [UInt8]

    /// `nil` when `text` is no such proof, right or wrong.
    init?(_ text: String) {
        let prefix = "sha256="
        guard text.hasPrefix(prefix) else { return nil }
        let digits = Array(text.utf8.dropFirst(prefix.utf8.count))
        guard digits.count == 2 * HMACSHA256.codeLength else { return nil }
        var code: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            code.append(high << 4 | low)
        }
        self.code = code
    }

    /// Whether it is that of exactly these bytes; how long it takes tells nothing of the right one.
    func proves(_ body: [UInt8], secret: Secret) -> Bool {
        HMACSHA256.isValid(code, for: body, key: secret.bytes)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
