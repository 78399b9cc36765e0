/// Something that only Slipway and one other program know: the key of a signature, or a token.
///
/// It shows itself nowhere: not in a description, not in a debugger's, not in a mirror.
public struct Secret: Sendable {
    /// The secret itself; never to be logged or given to a program as an argument.
    public let bytes: [UInt8]

    /// In bytes; what is shorter can be guessed.
    public static let shortest = 16
    /// In bytes; what is longer is another file.
    public static let longest = 4096

    /// - Parameter bytes: a trailing end of line does not belong to the secret.
    /// - Throws: ``SecretError`` when it is too short or too long.
    public init(_ bytes: [UInt8]) throws(SecretError) {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        guard bytes.count >= Self.shortest else { throw .tooShort(bytes: bytes.count) }
        guard bytes.count <= Self.longest else { throw .tooLong }
        self.bytes = Array(bytes)
    }

    /// Whether it can be sent as a bearer token: letters, digits and `-._~+/=` (RFC 6750, section 2.1).
    public var isToken: Bool {
        bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~+/=".utf8.contains(byte)
            }
        }
    }
}

extension Secret: Equatable {
    /// Takes the same time wherever the two differ.
    public static func == (left: Secret, right: Secret) -> Bool { constantTimeEquals(left.bytes, right.bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "a secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
