import Judge
import Testing
import Values

@Suite("Latency histogram")
struct LatencyHistogramTests {
    @Test func quantilesAreWithinHalfABucket() throws {
        var generator = SeededGenerator(seed: 9)
        var histogram = LatencyHistogram()
        var exact: [Double] = []
        for _ in 0..<5000 {
            // From 0.2 ms to 20 s, evenly over the decades.
            let decade = Double(Int.random(in: 0..<5, using: &generator))
            let milliseconds =
                (0..<Int(decade)).reduce(0.2) { value, _ in value * 10 }
                * Double.random(in: 1..<10, using: &generator)
            exact.append(milliseconds)
            histogram.record(.milliseconds(milliseconds))
        }
        exact.sort()
        for fraction in [0, 0.01, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1] {
            let rank = max(1, Int((5000 * fraction).rounded(.up)))
            let measured = try #require(histogram.quantile(fraction)) / Duration.milliseconds(1)
            #expect(abs(measured / exact[rank - 1] - 1) < 0.013, "quantile \(fraction)")
        }
    }

    @Test func anEmptyOneHasNoQuantile() {
        #expect(LatencyHistogram().quantile(0.5) == nil)
        #expect(LatencyHistogram().isEmpty)
        #expect(LatencyHistogram().count(above: .zero) == 0)
    }

    @Test(arguments: [-1.0, 0, 0.5, 1, 2, .infinity, .nan])
    func oddFractionsDoNoHarm(fraction: Double) {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(5))
        #expect((histogram.quantile(fraction) == nil) == fraction.isNaN)
    }

    @Test func extremesFallIntoTheOuterBuckets() throws {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(-5))
        histogram.record(.zero)
        histogram.record(.seconds(Int64.max))
        histogram.record(.seconds(Int64.min))
        histogram.recordUnanswered()
        #expect(histogram.buckets.map(\.count) == [3, 2])
        #expect(histogram.buckets.first?.upper == .microseconds(100))
        #expect(try #require(histogram.buckets.last).lower > .seconds(120))
        #expect(histogram.buckets.last?.upper == nil)
        #expect(try #require(histogram.quantile(1)) > .seconds(120))
    }

    @Test func everyLatencyIsInsideItsBucket() throws {
        for microseconds in stride(from: 1, to: 130_000_000, by: 9973) {
            let latency = Duration.microseconds(microseconds)
            var histogram = LatencyHistogram()
            histogram.record(latency)
            let bucket = try #require(histogram.buckets.first)
            #expect(bucket.lower <= latency)
            #expect(bucket.upper.map { latency < $0 } ?? true)
        }
    }

    @Test func bucketsFollowEachOtherWithoutAGapAndGrowEvenly() throws {
        var edge: Duration? = .microseconds(100)
        var edges = 0
        while let lower = edge {
            var histogram = LatencyHistogram()
            histogram.record(lower)
            let bucket = try #require(histogram.buckets.first)
            #expect(bucket.lower == lower)
            if let upper = bucket.upper { #expect(abs(upper / lower - 1.0241) < 0.0001) }
            edge = bucket.upper
            edges += 1
        }
        #expect(edges == 589)
    }

    @Test func countsAboveLeaveOutTheBucketOfTheLatencyItself() {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(10), count: 3)
        histogram.record(.milliseconds(20), count: 2)
        histogram.recordUnanswered()
        #expect(histogram.count(above: .zero) == 6)
        #expect(histogram.count(above: .milliseconds(10)) == 3)
        #expect(histogram.count(above: .milliseconds(15)) == 3)
        #expect(histogram.count(above: .milliseconds(20)) == 1)
        #expect(histogram.outcomes(above: .milliseconds(15)) == Outcomes(requests: 6, bad: 3))
    }

    @Test func anEdgeCountsItsOwnBucket() {
        var histogram = LatencyHistogram()
        histogram.record(.microseconds(110))
        #expect(histogram.buckets.first?.lower == .microseconds(110))
        #expect(histogram.count(above: .microseconds(110)) == 1)
        #expect(histogram.count(above: .microseconds(110) + .nanoseconds(1)) == 0)
    }

    @Test func mergingIsTheSameAsRecordingAll() {
        var generator = SeededGenerator(seed: 4)
        var (left, right, both) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
        for _ in 0..<500 {
            let latency = Duration.microseconds(Int.random(in: 0..<500_000, using: &generator))
            if generator.chance(0.5) { left.record(latency) } else { right.record(latency) }
            both.record(latency)
        }
        var merged = left
        merged.merge(right)
        #expect(merged == both)
        right.merge(left)
        #expect(right == both)
        #expect(merged.count == 500)
    }

    @Test func shiftingByTenPercentIsExact() {
        var slow = LatencyHistogram()
        var fast = LatencyHistogram()
        for milliseconds in stride(from: 1.0, to: 1000, by: 0.37) {
            slow.record(.milliseconds(milliseconds * 1.1))
            fast.record(.milliseconds(milliseconds))
        }
        let shifted = slow.shifted(by: 0.1)
        #expect(shifted.count == slow.count)
        for limit in stride(from: 2, to: 900, by: 50) {
            // Edges are whole nanoseconds: at most the few on the very edge may fall to the other side.
            let difference = shifted.count(above: .milliseconds(limit)) - fast.count(above: .milliseconds(limit))
            #expect(abs(difference) <= 1, "above \(limit) ms")
        }
    }

    @Test func shiftingStopsAtTheOuterBuckets() {
        var histogram = LatencyHistogram()
        histogram.record(.microseconds(101))
        histogram.recordUnanswered(count: 7)
        let shifted = histogram.shifted(by: 5)
        #expect(shifted.buckets.map(\.count) == [1, 7])
        #expect(shifted.buckets.first?.lower == .zero)
        for nothing in [0, -1, Double.nan] {
            #expect(histogram.shifted(by: nothing) == histogram)
        }
        #expect(histogram.shifted(by: .infinity) == shifted)
    }

    @Test func countsOutOfRangeAreHarmless() {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(1), count: 0)
        histogram.record(.milliseconds(1), count: -4)
        #expect(histogram.isEmpty)
        for latency in 0..<2000 {
            histogram.record(.milliseconds(latency * latency / 30), count: .max)
        }
        #expect(histogram.count > 0)
        #expect(histogram.quantile(0.5) != nil)
    }
}
