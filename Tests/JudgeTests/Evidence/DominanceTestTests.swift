import Judge
import Testing
import Values

@Suite("Slower anywhere in the distribution")
struct DominanceTestTests {
    /// Latencies of 20…219 ms, all equally often, times a factor; some requests are much slower still.
    private func latencies(_ requests: Int, times factor: Double = 1, slow: Int = 0, seed: UInt64) -> LatencyHistogram {
        var generator = SeededGenerator(seed: seed)
        var histogram = LatencyHistogram()
        for _ in slow..<requests {
            histogram.record(.milliseconds(Double(Int.random(in: 20..<220, using: &generator)) * factor))
        }
        histogram.record(.milliseconds(900), count: slow)
        return histogram
    }

    private func evidence(
        _ purpose: DominanceTest.Purpose = .rollback, times factor: Double = 1, slow: Int = 0
    ) throws -> DominanceTest {
        let baseline = latencies(2000, seed: 1)
        var test = try #require(DominanceTest(baseline: baseline, tolerance: 0.1, purpose: purpose))
        for tick in 0..<20 as Range<UInt64> {
            test.observe(
                candidateShare: 0.25,
                candidate: latencies(100, times: factor, slow: slow, seed: tick &+ 100),
                stable: latencies(300, seed: tick &+ 200))
        }
        return test
    }

    @Test func asFastOrWithinTheToleranceIsNoCase() throws {
        #expect(!(try evidence().rejects(at: 0.05)))
        #expect(!(try evidence(times: 1.09).rejects(at: 0.05)))
    }

    @Test func halfAsSlowAgainIsFound() throws {
        #expect(try evidence(times: 1.5).rejects(at: 0.001))
    }

    @Test func aSlowTailAloneIsFoundAtTheThresholdThatShowsIt() throws {
        let test = try evidence(slow: 4)
        #expect(test.rejects(at: 0.001))
        #expect(try #require(test.decisive).threshold > .milliseconds(200))
    }

    @Test func promotionNeedsEveryThreshold() throws {
        let good = try evidence(.promotion)
        #expect(good.evidence == good.comparisons.map(\.test.evidence).min())
        #expect(try evidence(.promotion, slow: 6).evidence < 1)
    }

    @Test func requestsWithoutAnAnswerCountAsSlow() throws {
        let baseline = latencies(2000, seed: 1)
        var test = try #require(DominanceTest(baseline: baseline))
        var candidate = latencies(100, seed: 2)
        candidate.recordUnanswered(count: 40)
        test.observe(candidateShare: 0.25, candidate: candidate, stable: latencies(400, seed: 3))
        #expect(test.rejects(at: 0.001))
    }

    @Test func thresholdsThatCannotServeAreLeftOut() throws {
        #expect(DominanceTest(baseline: LatencyHistogram()) == nil)
        var unanswered = LatencyHistogram()
        unanswered.recordUnanswered(count: 10)
        #expect(DominanceTest(baseline: unanswered) == nil)
        #expect(DominanceTest(thresholds: [.seconds(115)], tolerance: 0.1) == nil)
        let same = try #require(DominanceTest(thresholds: [.milliseconds(50), .milliseconds(50)]))
        #expect(same.comparisons.count == 1)
    }

    @Test func restartKeepsTheEvidence() throws {
        var test = try evidence(times: 1.2)
        let before = test.evidence
        test.restart()
        #expect(test.evidence == before)
        #expect(test != (try evidence(times: 1.2)))
    }
}
