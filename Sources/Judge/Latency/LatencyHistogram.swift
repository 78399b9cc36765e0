/// How long requests took: counts in fixed logarithmic buckets, 2.4 % wide, from 100 µs to two minutes.
///
/// Only buckets that hold something take room. Histograms of ticks, instances and hosts merge without loss.
public struct LatencyHistogram: Sendable, Hashable {
    /// Rising by index; no count is zero, so that equal contents are equal values.
    private(set) var entries: [Entry] = []

    struct Entry: Sendable, Hashable {
        let index: Int
        var count: Int
    }

    /// Large enough for any run, and small enough that all buckets together can't overflow.
    static let countLimit = 1 << 48

    /// An empty histogram.
    public init() {}

    /// How many requests are in it.
    public var count: Int { entries.reduce(0) { $0 + $1.count } }

    /// Whether no request is in it.
    public var isEmpty: Bool { entries.isEmpty }

    /// Counts a request that took this long, or several of them.
    public mutating func record(_ latency: Duration, count: Int = 1) {
        add(count, at: LatencyBuckets.index(of: latency))
    }

    /// Counts a request that was still without an answer when it was given up: slower than any that had one. A failed
    /// request that was answered is not slow, and doesn't belong here.
    public mutating func recordUnanswered(count: Int = 1) {
        add(count, at: LatencyBuckets.overflow)
    }

    /// Adds all that the other histogram holds.
    public mutating func merge(_ other: LatencyHistogram) {
        for entry in other.entries {
            add(entry.count, at: entry.index)
        }
    }

    /// How many requests took longer: those of all buckets that lie wholly at or above the latency.
    ///
    /// Requests in the bucket that the latency is inside of are left out: the count is never too high.
    public func count(above latency: Duration) -> Int {
        let first = LatencyBuckets.firstIndex(atOrAbove: latency)
        return entries.reduce(0) { $1.index >= first ? $0 + $1.count : $0 }
    }

    /// All requests, with those that took longer than the limit as bad ones.
    public func outcomes(above limit: Duration) -> Outcomes {
        Outcomes(requests: count, bad: count(above: limit))
    }

    /// The histogram as it would be had each request taken 1 + `tolerance` times less: 0.1 is 10 %.
    ///
    /// Moves whole buckets, rounded up: 10 % is exact, any other tolerance is at most one bucket (2.4 %) larger.
    /// Requests without an answer stay without one.
    public func shifted(by tolerance: Double) -> LatencyHistogram {
        let shift = LatencyBuckets.shift(for: tolerance)
        var result = LatencyHistogram()
        for entry in entries {
            let index = entry.index == LatencyBuckets.overflow ? entry.index : max(0, entry.index - shift)
            result.add(entry.count, at: index)
        }
        return result
    }

    /// Rejects nothing: a count below one is no request, and a bucket that is full stays full.
    mutating func add(_ count: Int, at index: Int) {
        guard count > 0 else { return }
        let amount = min(count, Self.countLimit)
        let position = insertionPoint(of: index)
        if position < entries.count, entries[position].index == index {
            entries[position].count = min(entries[position].count + amount, Self.countLimit)
        } else {
            entries.insert(Entry(index: index, count: amount), at: position)
        }
    }

    private func insertionPoint(of index: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
