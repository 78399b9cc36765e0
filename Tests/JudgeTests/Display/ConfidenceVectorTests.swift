import Judge
import Testing

@Suite("Displayed bands agree with the reference implementation")
struct ConfidenceVectorTests {
    struct TableCase: Decodable {
        let values: [[Double]]
    }

    @Test func distributionRadius() throws {
        for row in try VectorFile.load("dkw_radius", as: TableCase.self).values {
            #expect(isClose(ConfidenceSequence.distributionRadius(count: Int(row[0]), level: row[1]), row[2]))
        }
    }

    @Test func rate() throws {
        for row in try VectorFile.load("bern_cs_beta_half_half", as: TableCase.self).values {
            let outcomes = Outcomes(requests: Int(row[1]), bad: Int(row[0]))
            let band = ConfidenceSequence.rate(of: outcomes, level: row[2])
            #expect(isClose(band.lowerBound, row[3]))
            #expect(isClose(band.upperBound, row[4]))
        }
    }

    @Test func quantileRanks() throws {
        for row in try VectorFile.load("quantile_cs", as: TableCase.self).values {
            let ranks = ConfidenceSequence.ranks(ofQuantile: row[0], count: 10_000, level: row[1])
            #expect(ranks == Int(row[2])...Int(row[3]))
        }
    }

    /// The median's ranks are 4,810…5,190 of 10,000, so its bounds are the buckets of requests 4,810 and 5,191.
    @Test func quantileBoundsAreTheBucketsOfTheRanks() throws {
        var histogram = LatencyHistogram()
        histogram.record(.milliseconds(10), count: 4810)
        histogram.record(.milliseconds(20), count: 380)
        histogram.record(.milliseconds(30), count: 1)
        histogram.record(.milliseconds(40), count: 4809)
        let bounds = try #require(histogram.quantileBounds(0.5, level: 0.01))
        #expect(bounds.lower == histogram.buckets[0].lower)
        #expect(bounds.upper == histogram.buckets[2].upper)
    }

    @Test func quantileBoundsAreOpenWhereThereIsTooLittleToSay() throws {
        var histogram = LatencyHistogram()
        #expect(histogram.quantileBounds(0.5, level: 0.01) == nil)
        histogram.record(.milliseconds(10), count: 2)
        let bounds = try #require(histogram.quantileBounds(0.5, level: 0.01))
        #expect(bounds.lower == .zero)
        #expect(bounds.upper == nil)
    }

    @Test(arguments: [0.0, -1, 2, .nan, .infinity])
    func impossibleLevelsStayHarmless(level: Double) {
        let band = ConfidenceSequence.rate(of: Outcomes(requests: 10, bad: 3), level: level)
        #expect(band.contains(0.3))
        #expect(!ConfidenceSequence.distributionRadius(count: 10, level: level).isNaN)
        #expect(ConfidenceSequence.ranks(ofQuantile: 0.9, count: 10, level: level).upperBound <= 10)
    }
}
