import Values

/// Durations in order.
struct Percentiles {
    private let sorted: [Duration]

    init(_ durations: [Duration]) {
        sorted = durations.sorted()
    }

    var p50: Duration { value(at: 0.5) }
    /// With fewer than a hundred durations, the longest.
    var p99: Duration { value(at: 0.99) }

    /// The smallest duration that at least such a share of all don't exceed (nearest rank).
    private func value(at share: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
