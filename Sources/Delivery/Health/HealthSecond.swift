import Judge
import Values

/// One second of both sides, for the screen.
public struct HealthSecond: Equatable, Sendable, Codable {
    /// The second, counted from 1970-01-01 UTC.
    public let second: Int64
    public internal(set) var stable = ArmTotals()
    public internal(set) var candidate = ArmTotals()

    /// How many seconds are remembered.
    static let kept = 120

    /// The same second as a clock counts it that was set meanwhile.
    func moved(by jump: Duration) -> HealthSecond {
        HealthSecond(second: second + jump.milliseconds / 1000, stable: stable, candidate: candidate)
    }

    static func add(_ sample: TrafficSample, at time: Timestamp, to seconds: inout [HealthSecond]) {
        let second = time.milliseconds / 1000
        if seconds.last?.second != second { seconds.append(HealthSecond(second: second)) }
        if seconds.count > kept { seconds.removeFirst(seconds.count - kept) }
        seconds[seconds.count - 1].stable.add(sample.dispatches.map(\.stable), sample.stableLatency)
        seconds[seconds.count - 1].candidate.add(sample.dispatches.map(\.candidate), sample.candidateLatency)
    }
}
