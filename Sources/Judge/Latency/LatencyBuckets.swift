/// The fixed buckets of every latency histogram: from 100 µs to two minutes, each 2.4 % wider than the one before.
///
/// Four buckets make exactly 10 %, the usual tolerance. Edges are whole nanoseconds from integer arithmetic, so
/// that a histogram means the same on every machine.
enum LatencyBuckets {
    /// Where each bucket begins, in nanoseconds, rising. The first holds all below 100 µs, the last all above 121 s.
    static let lowerEdges: [Int64] = {
        // 100 µs · 1.1^(0, ¼, ½, ¾) in picoseconds, rounded.
        var edges: [Int64] = [100_000_000, 102_411_369, 104_880_885, 107_409_949]
        let top: Int64 = 120_000_000_000_000
        while edges[edges.count - 1] < top {
            edges.append((edges[edges.count - 4] * 11 + 5) / 10)
        }
        return [0] + edges.map { $0 / 1000 }
    }()

    static let count = lowerEdges.count
    /// What is beyond the last edge: also requests that never got an answer.
    static let overflow = count - 1

    static func index(of latency: Duration) -> Int {
        partition { lowerEdges[$0] <= latency.wholeNanoseconds } - 1
    }

    /// The first bucket that lies wholly at or above the latency; `count` if there is none.
    static func firstIndex(atOrAbove latency: Duration) -> Int {
        partition { lowerEdges[$0] < latency.wholeNanoseconds }
    }

    /// How many buckets a latency moves down when it is divided by 1 + `tolerance`; rounded up.
    static func shift(for tolerance: Double) -> Int {
        let unit = lowerEdges[1]
        let scaled = Int64((Double(unit) * (1 + tolerance.clamped(to: 0...1_000_000))).rounded())
        return partition { lowerEdges[$0] < scaled } - 1
    }

    static func lowerEdge(of index: Int) -> Duration {
        .nanoseconds(lowerEdges[index])
    }

    /// Nil for the last bucket, which has no end.
    static func upperEdge(of index: Int) -> Duration? {
        index < overflow ? .nanoseconds(lowerEdges[index + 1]) : nil
    }

    /// The first index for which the condition, true up to some point and false from there on, does not hold.
    private static func partition(where condition: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Duration {
    /// Within 0 s … 1000 s, which holds every edge.
    fileprivate var wholeNanoseconds: Int64 {
        let bounded = min(max(self, .zero), .seconds(1000))
        return bounded.components.seconds * 1_000_000_000 + bounded.components.attoseconds / 1_000_000_000
    }
}
