#if canImport(CryptoKit)
    import CryptoKit
    import Darwin

    extension HMACSHA256 {
        static func systemAuthenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        }
    }

    extension SHA256Digest {
        static func systemDigest(of message: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: message)) }
    }

    func systemConstantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        timingsafe_bcmp(one, other, one.count) == 0
    }
#endif
