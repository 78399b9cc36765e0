import Judge
import Testing
import Values

@Suite("Absolute limit")
struct OneSampleTestTests {
    @Test func aBrokenLimitIsFoundAndAKeptOneIsNot() {
        var broken = OneSampleTest(limit: 0.01)
        var kept = OneSampleTest(limit: 0.01)
        for _ in 0..<20 {
            broken.observe(Outcomes(requests: 100, bad: 4))
            kept.observe(Outcomes(requests: 100, bad: 1))
        }
        #expect(broken.rejects(at: 0.001))
        #expect(!kept.rejects(at: 0.5))
    }

    @Test func aQuantileAboveItsLimitIsFound() {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(50), count: 950)
        histogram.record(.milliseconds(400), count: 50)
        var tail = OneSampleTest.quantile(0.99)
        tail.observe(histogram.outcomes(above: .milliseconds(300)))
        #expect(tail.rejects(at: 0.001))
        var median = OneSampleTest.quantile(0.5)
        median.observe(histogram.outcomes(above: .milliseconds(300)))
        #expect(!median.rejects(at: 0.5))
    }
}
