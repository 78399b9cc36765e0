import Judge
import Testing

@Suite("Numbers that no honest source sends")
struct HostileNumbersTests {
    @Test func impossibleCountsBecomeTheNearestPossible() {
        #expect(Outcomes(requests: 3, bad: 9) == Outcomes(requests: 3, bad: 3))
        #expect(Outcomes(requests: -3, bad: -9) == .none)
        #expect(Outcomes(requests: .max, bad: .max).good == 0)
        #expect(Outcomes(requests: .min, bad: .max) == .none)
        #expect(Outcomes(requests: 5, bad: 1) + Outcomes(requests: 2, bad: 2) == Outcomes(requests: 7, bad: 3))
    }

    @Test func hugeCountsStayFiniteAndOrdered() {
        let all = Outcomes(requests: .max, bad: .max)
        let none = Outcomes(requests: .max, bad: 0)
        var test = TwoSampleTest.errorRollback()
        var previous = test.evidence
        for _ in 0..<5 {
            test.observe(candidateShare: 0.05, candidate: all, stable: none)
            #expect(test.evidence.isFinite)
            #expect(test.evidence >= previous)
            previous = test.evidence
        }
        test.observe(candidateShare: 0.05, candidate: none, stable: all)
        #expect(test.evidence.isFinite && test.evidence >= 0)
        #expect(test.peakEvidence == previous)
        #expect(test.peakEvidence > 1e100)
    }

    /// At a share of one half, a candidate error gives 4/3 and a stable error 2/3: (4/3)³⁰⁰⁰ is 10³⁷⁴·⁸, more than a
    /// `Double` can hold, and (2/3)¹⁶⁰⁰ is 10⁻²⁸¹·⁷; together 10⁹³·⁰⁷.
    @Test func factorsBeyondAnyDoubleMayCancel() {
        var test = TwoSampleTest(.init(worseBy: 1, tolerance: 0, ratios: [2], initialInvestment: 1, hazard: 0))
        test.observe(
            candidateShare: 0.5, candidate: Outcomes(requests: 3000, bad: 3000),
            stable: Outcomes(requests: 1600, bad: 1600))
        #expect(test.evidence > 1.17e93 && test.evidence < 1.18e93)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -1, 1e308])
    func oddParametersStillGiveANumber(value: Double) {
        let parameters = TwoSampleTest.Parameters(
            worseBy: value, tolerance: value, ratios: [value, 2], initialInvestment: value, hazard: value, burst: .max)
        var test = TwoSampleTest(parameters)
        test.observe(
            candidateShare: 1e-9, candidate: Outcomes(requests: 9, bad: 5), stable: Outcomes(requests: 9, bad: 1))
        test.restart()
        #expect(test.evidence.isFinite && test.evidence >= 0)
        var absolute = OneSampleTest(limit: value, initialInvestment: value, hazard: value)
        absolute.observe(Outcomes(requests: .max, bad: .max))
        #expect(absolute.evidence.isFinite && absolute.evidence >= 0)
    }

    @Test func aTestWithoutAlternativesSaysNothing() {
        var test = TwoSampleTest(.init(worseBy: 1, tolerance: 0, ratios: []))
        test.restart()
        test.observe(candidateShare: 0.5, candidate: Outcomes(requests: 9, bad: 9), stable: .none)
        #expect(test.evidence == 1)
    }
}
