import Delivery
import Values

/// A process of the service: when it will be ready, and when it will go wrong.
public struct SimulatedInstance: Sendable {
    /// `nil`: never.
    let readyAt: Timestamp?
    let crashesAt: Timestamp?
    let hangsAt: Timestamp?
    /// Whether it ignores the polite signal, so that it has to be killed.
    let isStubborn: Bool
    /// When it does not answer for a while, though nobody stopped it.
    var outages: [Silence] = []
    /// Whether Slipway ended it.
    public private(set) var isStopped = false

    /// Whether there is a process.
    public func isRunning(at now: Timestamp) -> Bool {
        !isStopped && !hasCrashed(at: now)
    }

    /// Whether its requests get an answer.
    func answers(at now: Timestamp) -> Bool {
        isRunning(at: now) && (readyAt.map { now >= $0 } ?? false) && !hasHung(at: now)
            && !outages.contains { $0.contains(now) }
    }

    /// When it does not answer, in order.
    var silences: [Silence] {
        let end = [crashesAt, hangsAt].compactMap { $0 }.min().map { [Silence(start: $0, end: nil)] } ?? []
        return outages.filter { outage in end.allSatisfy { outage.start < $0.start } } + end
    }

    /// Whether there is a process that does not answer any more.
    func hasHung(at now: Timestamp) -> Bool {
        hangsAt.map { now >= $0 } ?? false
    }

    private func hasCrashed(at now: Timestamp) -> Bool {
        crashesAt.map { now >= $0 } ?? false
    }

    mutating func stop() {
        isStopped = true
    }
}

/// A time without answers; for good without an end.
struct Silence: Sendable {
    let start: Timestamp
    let end: Timestamp?

    func contains(_ time: Timestamp) -> Bool { time >= start && end.map { time < $0 } ?? true }
}
