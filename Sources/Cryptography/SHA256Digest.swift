/// The hash of FIPS 180-4 with 256 bits. The arithmetic is the system's: libcrypto on Linux, CryptoKit on macOS.
public enum SHA256Digest {
    /// Bytes of a digest.
    public static let length = 32

    /// The digest of a message: ``length`` bytes.
    public static func of(_ message: [UInt8]) -> [UInt8] { systemDigest(of: message) }
}
