/// What the shop says about itself, at `/version`.
public struct ShopIdentity: Sendable, Codable {
    public let version: String
    /// The digest of the artifact that it was started from, where the platform said so.
    public let digest: String?

    /// Anything that is not a short hexadecimal digest, with or without its `sha256:`, is left out.
    init(version: String, digest: String?) {
        self.version = version
        self.digest = digest.flatMap { Self.isDigest($0) ? $0 : nil }
    }

    private static func isDigest(_ text: String) -> Bool {
        let hexadecimal = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
        return (1...128).contains(hexadecimal.utf8.count) && hexadecimal.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
