import Delivery

/// A process of the service: when it will be ready, and when it will go wrong.
public struct SimulatedInstance: Sendable {
    /// `nil`: never.
    let readyAt: Timestamp?
    let crashesAt: Timestamp?
    let hangsAt: Timestamp?
    /// Whether it ignores the polite signal, so that it has to be killed.
    let isStubborn: Bool
    /// Whether Slipway ended it.
    public private(set) var isStopped = false

    /// Whether there is a process.
    public func isRunning(at now: Timestamp) -> Bool {
        !isStopped && !hasCrashed(at: now)
    }

    /// Whether its requests get an answer.
    func answers(at now: Timestamp) -> Bool {
        isRunning(at: now) && (readyAt.map { now >= $0 } ?? false) && !hasHung(at: now)
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
