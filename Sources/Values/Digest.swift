/// The SHA-256 of an artifact's archive, in lower-case hexadecimal: what an artifact *is*.
public struct Digest: Hashable, Sendable {
    public let hexadecimal: String

    /// `nil` unless `text` is 64 hexadecimal digits.
    public init?(_ text: String) {
        let digits = text.lowercased()
        guard digits.utf8.count == 64, digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        hexadecimal = digits
    }

    /// The first twelve digits: enough to tell artifacts apart on a screen.
    public var short: String { String(hexadecimal.prefix(12)) }
}

extension Digest: Codable, CustomStringConvertible {
    public var description: String { hexadecimal }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256 digest")
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}
