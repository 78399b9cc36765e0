import Judge
import Testing

@Suite("Comparison of two versions")
struct TwoSampleTestTests {
    @Test(arguments: [0.0, 1, -0.1, 1.1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude])
    func aShareThatComparesNothingIsPassedOver(share: Double) {
        var test = TwoSampleTest.errorRollback()
        test.observe(
            candidateShare: share, candidate: Outcomes(requests: 10, bad: 10), stable: Outcomes(requests: 10, bad: 0))
        #expect(test == .errorRollback())
    }

    @Test func anEmptyArmComparesNothingByRealisedShare() {
        var test = TwoSampleTest.errorRollback()
        test.observe(candidate: Outcomes(requests: 10, bad: 10), stable: .none)
        test.observe(candidate: .none, stable: Outcomes(requests: 10, bad: 10))
        test.observe(candidate: .none, stable: .none)
        #expect(test == .errorRollback())
    }

    @Test func realisedShareIsTheOneCounted() {
        let (candidate, stable) = (Outcomes(requests: 50, bad: 4), Outcomes(requests: 150, bad: 1))
        var realised = TwoSampleTest.errorRollback()
        realised.observe(candidate: candidate, stable: stable)
        var given = TwoSampleTest.errorRollback()
        given.observe(candidateShare: 0.25, candidate: candidate, stable: stable)
        #expect(realised == given)
        #expect(realised.evidence > 1)
    }

    /// The reference: median of 1.4 s, 4 failed candidate requests, for 1 % at α; α = 0.001 about 2 s.
    @Test func fivePercentErrorsAtAFivePercentShareAreFoundWithinSeconds() {
        for seed in 1...20 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var test = TwoSampleTest.errorRollback()
            var seconds = 0
            while !test.rejects(at: 0.001), seconds < 60 {
                test.observe(
                    candidateShare: 0.05,
                    candidate: generator.outcomes(of: 50, errorRate: 0.05),
                    stable: generator.outcomes(of: 950, errorRate: 0.001))
                seconds += 1
            }
            #expect(seconds <= 10, "seed \(seed)")
        }
    }

    /// At the very edge of the null, where false alarms are most likely: at most α of the runs ever cross.
    @Test func falseAlarmsStayBelowTheLevel() {
        let (runs, level) = (400, 0.1)
        let crossings = (0..<runs).count { run in
            var generator = SeededGenerator(seed: UInt64(run) &+ 77)
            var test = TwoSampleTest.errorRollback(worseBy: 1.5, tolerance: 0.01)
            for tick in 0..<60 {
                if tick.isMultiple(of: 10) { test.restart() }
                test.observe(
                    candidateShare: 0.25,
                    candidate: generator.outcomes(of: 25, errorRate: 0.04),
                    stable: generator.outcomes(of: 75, errorRate: 0.02))
            }
            return test.rejects(at: level)
        }
        // Three standard deviations above the most that is allowed.
        #expect(Double(crossings) <= Double(runs) * level + 3 * (Double(runs) * level * (1 - level)).squareRoot())
    }

    @Test func anOutageOfBothIsNobodysFault() {
        var generator = SeededGenerator(seed: 5)
        var test = TwoSampleTest.errorRollback()
        for _ in 0..<30 {
            test.observe(
                candidateShare: 0.05,
                candidate: generator.outcomes(of: 50, errorRate: 0.3),
                stable: generator.outcomes(of: 950, errorRate: 0.3))
        }
        #expect(!test.rejects(at: 0.01))
    }

    @Test func aLateFaultIsFoundThroughRestarts() {
        func evidence(restarting: Bool) -> Double {
            var test = TwoSampleTest.errorRollback()
            for tick in 0..<1200 {
                if restarting, tick.isMultiple(of: 10) { test.restart() }
                test.observe(
                    candidateShare: 0.05, candidate: Outcomes(requests: 50, bad: 0),
                    stable: Outcomes(requests: 950, bad: 1))
            }
            test.observe(
                candidateShare: 0.05, candidate: Outcomes(requests: 50, bad: 25),
                stable: Outcomes(requests: 950, bad: 1))
            return test.evidence
        }
        #expect(evidence(restarting: true) > 1000)
        #expect(evidence(restarting: true) > evidence(restarting: false))
    }

    @Test func restartingMovesCapitalAndMakesNone() {
        var test = TwoSampleTest.errorRollback()
        for _ in 0..<500 { test.restart() }
        let capital = test.mixture.cash + test.mixture.stakes.reduce(0, +)
        #expect(abs(capital - 1) < 1e-12)
        #expect(test.mixture.cash < 0.01)
    }

    @Test func equalVersionsArePromotedAndWorseOnesAreNot() {
        var equal = TwoSampleTest.promotion()
        var worse = TwoSampleTest.promotion()
        for _ in 0..<300 {
            equal.observe(
                candidateShare: 0.05, candidate: Outcomes(requests: 1000, bad: 1),
                stable: Outcomes(requests: 19000, bad: 19))
            worse.observe(
                candidateShare: 0.05, candidate: Outcomes(requests: 1000, bad: 5),
                stable: Outcomes(requests: 19000, bad: 19))
        }
        #expect(equal.rejects(at: 0.01))
        #expect(!worse.rejects(at: 0.5))
    }

    @Test func burstsThatShareOneFateAreTempered() {
        let burst = Outcomes(requests: 4, bad: 4)
        var plain = TwoSampleTest(.errorRollback())
        var tempered = TwoSampleTest(.errorRollback(burst: 3))
        var single = TwoSampleTest(.errorRollback())
        plain.observe(candidateShare: 0.05, candidate: burst, stable: .none)
        tempered.observe(candidateShare: 0.05, candidate: burst, stable: .none)
        single.observe(candidateShare: 0.05, candidate: Outcomes(requests: 1, bad: 1), stable: .none)
        #expect(tempered.evidence < plain.evidence)
        // A burst of 3 is rounded up to 4, so these four errors count as exactly one.
        #expect(isClose(tempered.evidence, single.evidence))
    }
}
