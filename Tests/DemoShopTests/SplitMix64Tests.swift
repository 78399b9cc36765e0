import DemoShop
import Testing
import Values

@Suite struct SplitMix64Tests {
    @Test("The published first numbers for seed 1234567")
    func knownNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
        #expect(random.next() == 9_817_491_932_198_370_423)
    }

    @Test("Streams of one seed differ, and stay within the unit interval")
    func streams() {
        var numbers: Set<Double> = []
        for index in 0..<1000 as Range<UInt64> {
            var random = SplitMix64(seed: 7, stream: index)
            numbers.insert(random.unitInterval())
        }
        #expect(numbers.count == 1000)
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
    }
}
