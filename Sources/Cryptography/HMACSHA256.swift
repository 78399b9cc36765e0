/// Message authentication with a shared secret: HMAC (RFC 2104) over SHA-256 (FIPS 180-4).
///
/// The arithmetic is the system's: libcrypto on Linux, CryptoKit on macOS.
public enum HMACSHA256 {
    /// Bytes of an authentication code.
    public static let codeLength = 32

    /// What only somebody who knows `key` can compute of `message`: ``codeLength`` bytes.
    ///
    /// - Parameter key: of any length up to 2 GiB; fewer than 32 bytes are weaker than the hash.
    public static func authenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        systemAuthenticationCode(for: message, key: key)
    }

    /// Whether `code` is the one of `message`; how long it takes tells nothing of the right one.
    public static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEquals(code, authenticationCode(for: message, key: key))
    }
}
