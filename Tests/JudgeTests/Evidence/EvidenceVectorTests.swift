import Foundation
import Judge
import Testing
import Values

@Suite("Evidence agrees with the reference implementation")
struct EvidenceVectorTests {
    /// A request of the vectors: `[share, canary, bad]`, or a restart: `["tick"]`.
    enum Operation: Decodable {
        case request(share: Double, isCandidate: Bool, bad: Int)
        case restart

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            if let share = try? container.decode(Double.self) {
                let isCandidate = try container.decode(Int.self) == 1
                self = .request(share: share, isCandidate: isCandidate, bad: try container.decode(Int.self))
            } else {
                self = .restart
            }
        }
    }

    struct RequestsCase: Decodable {
        struct Final: Decodable {
            let cash: Double
            let R: [Double]
            let E: Double
            let Emax: Double
            let p: Double
        }

        let ops: [Operation]
        let E_after: [Double]
        let final: Final
    }

    @Test func rollbackRequestByRequest() throws {
        let vectors = try VectorFile.load("rollback_requests", as: RequestsCase.self)
        var test = TwoSampleTest.errorRollback()
        #expect(vectors.ops.count == vectors.E_after.count)
        for (operation, expected) in zip(vectors.ops, vectors.E_after) {
            switch operation {
            case .restart: test.restart()
            case .request(let share, let isCandidate, let bad):
                let one = Outcomes(requests: 1, bad: bad)
                test.observe(
                    candidateShare: share, candidate: isCandidate ? one : .none, stable: isCandidate ? .none : one)
            }
            #expect(isClose(test.evidence, expected))
        }
        #expect(isClose(test.mixture.cash, vectors.final.cash))
        #expect(areClose(test.mixture.stakes, vectors.final.R))
        #expect(isClose(test.evidence, vectors.final.E))
        #expect(isClose(test.peakEvidence, vectors.final.Emax))
    }

    struct BatchesCase: Decodable {
        let batches: [[Double]]
        let E_after: [Double]?
        let E: Double?
        let cash: Double?
        let R: [Double]?
    }

    /// The evidence after each batch `[share, candidate, candidate bad, stable, stable bad]`.
    private func evidence(of test: inout TwoSampleTest, over batches: [[Double]]) -> [Double] {
        batches.map { batch in
            test.observe(
                candidateShare: batch[0],
                candidate: Outcomes(requests: Int(batch[1]), bad: Int(batch[2])),
                stable: Outcomes(requests: Int(batch[3]), bad: Int(batch[4])))
            return test.evidence
        }
    }

    @Test func rollbackBatches() throws {
        let vectors = try VectorFile.load("rollback_batches", as: BatchesCase.self)
        var test = TwoSampleTest.errorRollback()
        let actual = evidence(of: &test, over: vectors.batches)
        #expect(areClose(actual, try #require(vectors.E_after)))
        #expect(isClose(test.mixture.cash, try #require(vectors.cash)))
        #expect(areClose(test.mixture.stakes, try #require(vectors.R)))
    }

    @Test func promotionBatches() throws {
        let vectors = try VectorFile.load("promote_batches", as: BatchesCase.self)
        var test = TwoSampleTest.promotion()
        let actual = evidence(of: &test, over: vectors.batches)
        #expect(areClose(actual, try #require(vectors.E_after)))
    }

    @Test func conditionalBinomial() throws {
        let vectors = try VectorFile.load("conditional_binomial", as: BatchesCase.self)
        var test = TwoSampleTest(
            .init(
                worseBy: 1, tolerance: 0, ratios: TwoSampleTest.Parameters.rollbackRatios, initialInvestment: 1,
                hazard: 0))
        let actual = evidence(of: &test, over: vectors.batches)
        #expect(isClose(try #require(actual.last), try #require(vectors.E)))
    }

    struct TableCase: Decodable {
        let values: [[Double]]
    }

    /// λ is read off what one candidate error does to a test with a single alternative: it becomes 1 + λ/(ρ₀w).
    @Test func stake() throws {
        for row in try VectorFile.load("lambda", as: TableCase.self).values {
            let (ratio, worseBy, tolerance, share, expected) = (row[0], row[1], row[2], row[3], row[4])
            var test = TwoSampleTest(
                .init(worseBy: worseBy, tolerance: tolerance, ratios: [ratio], initialInvestment: 1, hazard: 0))
            test.observe(candidateShare: share, candidate: Outcomes(requests: 1, bad: 1), stable: .none)
            #expect(isClose((test.evidence - 1) * worseBy * share, expected))
        }
    }

    struct OneSampleCase: Decodable {
        let batches: [[Int]]
        let E_after: [Double]
    }

    @Test func absoluteLimit() throws {
        let vectors = try VectorFile.load("slo_one_sample", as: OneSampleCase.self)
        var test = OneSampleTest(limit: 0.01)
        for (batch, expected) in zip(vectors.batches, vectors.E_after) {
            test.observe(Outcomes(requests: batch[0], bad: batch[1]))
            #expect(isClose(test.evidence, expected))
        }
    }

    struct DominanceCase: Decodable {
        struct Parameters: Decodable {
            let edges: [Double]
            let thresholds: [Double]
            let w: Double
        }

        let params: Parameters
        let histograms: [[[Int]]]
        let E_after: [Double]
        let E_each: [Double]

        /// The vectors' coarse buckets, each request a little inside its own.
        func histogram(_ counts: [Int]) -> LatencyHistogram {
            zip(params.edges, counts).reduce(into: LatencyHistogram()) { result, bucket in
                result.record(.milliseconds(bucket.0 * 1.5 + 1), count: bucket.1)
            }
        }
    }

    @Test func latencyDominance() throws {
        let vectors = try VectorFile.load("latency_dominance", as: DominanceCase.self)
        let thresholds = vectors.params.thresholds.map { Duration.milliseconds($0) }
        var test = try #require(DominanceTest(thresholds: thresholds, tolerance: 0))
        for (pair, expected) in zip(vectors.histograms, vectors.E_after) {
            test.observe(
                candidateShare: vectors.params.w,
                candidate: vectors.histogram(pair[0]), stable: vectors.histogram(pair[1]))
            #expect(isClose(test.evidence, expected))
        }
        #expect(areClose(test.comparisons.map(\.test.evidence), vectors.E_each))
        #expect(test.comparisons.count == vectors.E_each.count)
    }
}
