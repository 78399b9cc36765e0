import Foundation
import Judge
import Testing

@Suite("Written down and read back")
struct CodingTests {
    private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    private func histogram(seed: UInt64) -> LatencyHistogram {
        var generator = SeededGenerator(seed: seed)
        var histogram = LatencyHistogram()
        for _ in 0..<300 {
            histogram.record(.microseconds(Int.random(in: 50..<400_000, using: &generator)))
        }
        return histogram
    }

    /// Stopped, written down and taken up again after every batch, a test reaches the same bits as one that ran on.
    @Test func evidenceIsTheSameBitForBit() throws {
        var generator = SeededGenerator(seed: 11)
        var through = TwoSampleTest.errorRollback()
        var stopped = through
        for tick in 0..<200 {
            let candidate = generator.outcomes(of: 10, errorRate: 0.02)
            let stable = generator.outcomes(of: 30, errorRate: 0.02)
            through.observe(candidateShare: 0.25, candidate: candidate, stable: stable)
            stopped.observe(candidateShare: 0.25, candidate: candidate, stable: stable)
            if tick.isMultiple(of: 10) {
                through.restart()
                stopped.restart()
            }
            stopped = try roundTrip(stopped)
            #expect(stopped.evidence.bitPattern == through.evidence.bitPattern)
        }
        #expect(stopped == through)
    }

    @Test func everyTestComesBackEqual() throws {
        var absolute = OneSampleTest(limit: 0.01)
        absolute.observe(Outcomes(requests: 100, bad: 3))
        absolute.restart()
        var back = try roundTrip(absolute)
        #expect(back == absolute)
        back.restart()
        absolute.restart()
        #expect(back == absolute)

        var dominance = try #require(DominanceTest(baseline: histogram(seed: 1)))
        dominance.observe(candidateShare: 0.5, candidate: histogram(seed: 2), stable: histogram(seed: 3))
        #expect(try roundTrip(dominance) == dominance)

        let combined = CombinedEvidence([("errors", 1.0 / 3), ("latency", 1e250)])
        #expect(try roundTrip(combined) == combined)
        #expect(try roundTrip(Verdict.allCases) == Verdict.allCases)
    }

    @Test func evidenceAtItsLimitComesBackEqual() throws {
        var test = TwoSampleTest.errorRollback()
        for _ in 0..<3 {
            test.observe(
                candidateShare: 0.05, candidate: Outcomes(requests: .max, bad: .max),
                stable: Outcomes(requests: .max, bad: 0))
        }
        #expect(try roundTrip(test) == test)
    }

    @Test func histogramsAreShortAndComeBackEqual() throws {
        var small = LatencyHistogram()
        small.record(.milliseconds(12), count: 40)
        small.record(.milliseconds(30))
        #expect(String(decoding: try JSONEncoder().encode(small), as: UTF8.self) == "[201,40,240,1]")
        #expect(try roundTrip(small) == small)
        let large = histogram(seed: 8)
        #expect(try roundTrip(large) == large)
        #expect(try roundTrip(LatencyHistogram()) == LatencyHistogram())
    }

    @Test(arguments: [
        "[1]", "[-1,4]", "[590,1]", "[3,1,3,1]", "[4,1,3,1]", "[3,0]", "[3,-1]", "[3,9223372036854775807]", "{}",
        "[3,1.5]", "[99999999999999999999,1]",
    ])
    func brokenHistogramsAreRefused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LatencyHistogram.self, from: Data(text.utf8))
        }
    }

    @Test(arguments: [
        ("\"cash\":0.5", "\"cash\":-1"), ("\"cash\":0.5", "\"cash\":1e300"), ("\"evidence\":1", "\"evidence\":-3"),
        ("\"peakEvidence\":1", "\"peakEvidence\":0"), ("\"stakes\":[", "\"stakes\":[0,"),
        ("\"stakes\":[", "\"stakes\":[-1,"),
    ])
    func brokenEvidenceIsRefused(original: String, replacement: String) throws {
        try expectRefusal(of: TwoSampleTest.errorRollback(), replacing: original, with: replacement)
        try expectRefusal(of: OneSampleTest(limit: 0.01), replacing: original, with: replacement)
    }

    private func expectRefusal<Value: Codable>(
        of value: Value, replacing original: String, with replacement: String
    ) throws {
        let text = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        let broken = text.replacing(original, with: replacement, maxReplacements: 1)
        try #require(broken != text)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Value.self, from: Data(broken.utf8))
        }
    }

    @Test func impossibleOutcomesAreBroughtIntoRange() throws {
        let outcomes = try JSONDecoder().decode(Outcomes.self, from: Data(#"{"requests":3,"bad":9}"#.utf8))
        #expect(outcomes == Outcomes(requests: 3, bad: 3))
    }
}
