import Judge
import Testing

@Suite("Evidence of several rules")
struct CombinedEvidenceTests {
    @Test func isTheMeanAndBlamesTheLargest() throws {
        let combined = CombinedEvidence([("errors", 2.0), ("latency", 3000), ("memory", 1)])
        #expect(combined.value == 1001)
        #expect(try #require(combined.largest).rule == "latency")
        #expect(combined.rejects(at: 0.001))
        #expect(!combined.rejects(at: 0.0009))
    }

    @Test func weightsAreScaledAndDecideWhomToBlame() throws {
        let combined = CombinedEvidence(weighted: [("errors", 100.0, 3.0), ("latency", 200, 1), ("cpu", 9e9, 0)])
        #expect(combined.value == 125)
        #expect(try #require(combined.largest).rule == "errors")
        #expect(combined.contributions.map(\.weight) == [0.75, 0.25, 0])
    }

    @Test func nothingToCombineSaysNothing() {
        #expect(CombinedEvidence<String>([]).value == 1)
        #expect(CombinedEvidence<String>([]).largest == nil)
        #expect(CombinedEvidence(weighted: [("errors", 5, 0)]).value == 1)
    }

    @Test func firesNoLaterThanSplittingTheLevel() {
        // Two rules, each with half of α = 0.01: the first would fire alone at 200.
        #expect(CombinedEvidence([("errors", 200.0), ("latency", 0)]).rejects(at: 0.01))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -5])
    func oddNumbersStayHarmless(number: Double) {
        let combined = CombinedEvidence(weighted: [("errors", number, 1), ("latency", 1, number)])
        #expect(combined.value.isFinite && combined.value >= 0)
    }
}
