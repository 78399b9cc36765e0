import Delivery
import Values

/// How long something took, counted in classes: what Prometheus calls a histogram.
public struct LatencyBuckets: Equatable, Sendable {
    /// The upper bounds of the classes, rising; a last one has none.
    static let bounds: [Duration] = [
        .milliseconds(1), .milliseconds(2), .milliseconds(5), .milliseconds(10), .milliseconds(20), .milliseconds(50),
        .milliseconds(100), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    ]

    private var counts = [Int](repeating: 0, count: bounds.count + 1)
    private var sum = Duration.zero

    public init() {}

    /// Counts one that took `duration`; one below zero, by a clock that was set back, as none at all.
    public mutating func record(_ duration: Duration) {
        let duration = max(duration, .zero)
        counts[Self.bounds.firstIndex { duration <= $0 } ?? Self.bounds.count] += 1
        sum += duration
    }

    /// Each class counts what the smaller ones count as well.
    var samples: [MetricSample] {
        var total = 0
        var samples: [MetricSample] = []
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < Self.bounds.count ? MetricsText.text(Self.bounds[index].seconds) : "+Inf"
            samples.append(MetricSample(["le": bound], Double(total), suffix: "_bucket"))
        }
        samples.append(MetricSample([:], sum / .seconds(1), suffix: "_sum"))
        samples.append(MetricSample([:], Double(total), suffix: "_count"))
        return samples
    }
}
