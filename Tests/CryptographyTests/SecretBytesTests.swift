import Cryptography
import Testing

@Suite("Secret bytes")
struct SecretBytesTests {
    @Test func sameBytesAreEqualAndOthersAreNot() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([9, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(!constantTimeEquals([], [0]))
    }

    @Test func randomBytesAreAsManyAsAskedForAndNeverTheSame() {
        #expect(SecureRandom.bytes(0).isEmpty)
        let drawn = (0..<100).map { _ in SecureRandom.bytes(32) }
        #expect(drawn.allSatisfy { $0.count == 32 })
        #expect(Set(drawn).count == 100)
    }

    /// In 100,000 bytes each value is expected 391 times; less than 250 of any is 7 standard deviations away.
    @Test func everyValueOfAByteComesUp() {
        var counts = [Int](repeating: 0, count: 256)
        for byte in SecureRandom.bytes(100_000) {
            counts[Int(byte)] += 1
        }
        #expect(counts.allSatisfy { $0 > 250 })
    }
}
