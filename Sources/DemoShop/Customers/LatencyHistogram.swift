import Foundation
import Values

/// Latencies in logarithmic buckets, 2 % wide, from 10 µs to 10 minutes: any number of them in constant space.
struct LatencyHistogram: Sendable, Equatable {
    private var counts: [Int: Int] = [:]
    private(set) var count = 0
    private(set) var longest = Duration.zero

    private static let shortest = 0.000_01
    private static let growth = log(1.02)
    private static let lastBucket = 905

    mutating func add(_ latency: Duration) {
        counts[Self.bucket(of: latency), default: 0] += 1
        count += 1
        longest = max(longest, latency)
    }

    /// The latency that a share `fraction` of requests did not exceed, to within a bucket; zero when there are none.
    func quantile(_ fraction: Double) -> Duration {
        quantiles([fraction])[0]
    }

    /// Several quantiles in one pass; `fractions` in ascending order.
    func quantiles(_ fractions: [Double]) -> [Duration] {
        var buckets = counts.sorted { $0.key < $1.key }[...]
        var below = 0
        return fractions.map { fraction in
            let rank = max(1, Int((fraction * Double(count)).rounded(.up)))
            while let bucket = buckets.first, below + bucket.value < rank {
                below += bucket.value
                buckets.removeFirst()
            }
            return buckets.first.map { min(Self.upperBound(of: $0.key), longest) } ?? .zero
        }
    }

    private static func bucket(of latency: Duration) -> Int {
        let ratio = latency / .seconds(1) / shortest
        return ratio <= 1 ? 0 : min(lastBucket, Int((log(ratio) / growth).rounded(.up)))
    }

    private static func upperBound(of bucket: Int) -> Duration {
        .seconds(shortest * exp(growth * Double(bucket)))
    }
}
