#if os(Linux)
    import CLibcrypto

    extension HMACSHA256 {
        static func systemAuthenticationCode(for message: [UInt8], key: [UInt8]) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: codeLength) { code, written in
                var length: UInt32 = 0
                let result = HMAC(
                    EVP_sha256(), key, Int32(key.count), message, message.count, code.baseAddress, &length)
                // Only without memory there is no result, and Swift stops there as well: no code is better than a wrong one.
                precondition(result != nil && Int(length) == codeLength, "libcrypto has no HMAC-SHA-256")
                written = Int(length)
            }
        }
    }

    extension SHA256Digest {
        static func systemDigest(of message: [UInt8]) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: length) { digest, written in
                var count: UInt32 = 0
                let result = EVP_Digest(message, message.count, digest.baseAddress, &count, EVP_sha256(), nil)
                // As above: without memory Swift stops as well.
                precondition(result == 1 && Int(count) == length, "libcrypto has no SHA-256")
                written = Int(count)
            }
        }
    }

    func systemConstantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        CRYPTO_memcmp(one, other, one.count) == 0
    }
#endif
