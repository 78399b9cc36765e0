import Delivery
import Judge
import Values

/// The remembered seconds in a row without gaps, so that graphs beside each other show the same moments.
struct SecondSeries {
    private let seconds: [HealthSecond?]

    /// The last `count` whole seconds. While the release goes on they end now, so that silence shows as a gap.
    init(_ release: ReleaseState, now: Timestamp, count: Int) {
        let recent = release.health.recent
        let newest = release.isFinished ? recent.last?.second ?? 0 : now.milliseconds / 1000 - 1
        let known = Dictionary(recent.map { ($0.second, $0) }) { $1 }
        seconds = (0..<Int64(max(0, count))).map { known[newest - Int64(count) + 1 + $0] }
    }

    /// One number a second; `nil` where there is none.
    func values(_ measure: RuleReading.Measure, _ arm: KeyPath<HealthSecond, ArmTotals>) -> [Double?] {
        seconds.map { second in second.flatMap { measure.value($0[keyPath: arm]) } }
    }

    /// Requests a second, over the last `count` seconds.
    func rate(_ arm: KeyPath<HealthSecond, ArmTotals>, last count: Int) -> Double {
        let recent = seconds.suffix(count)
        let total = recent.compactMap { $0?[keyPath: arm].outcomes.requests }.reduce(0, +)
        return recent.isEmpty ? 0 : Double(total) / Double(recent.count)
    }
}

extension RuleReading.Measure {
    /// The top that makes graphs of both sides comparable, never so low that noise fills them.
    func top(_ series: [Double?]...) -> Double {
        let floor =
            switch self {
            case .errorRate: 0.01
            case .p99: 0.01
            case .requests: 1.0
            }
        return series.joined().compactMap { $0 }.reduce(floor, max)
    }
}
