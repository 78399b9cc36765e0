import Delivery
import HAProxy
import Values

extension HAProxyInstance {
    /// The split as the running HAProxy has it.
    ///
    /// - Throws: `HAProxyError`.
    package nonisolated func currentSplit() async throws(HAProxyError) -> TrafficSplit {
        let answer = try await runtime.ask([Self.showMap]).joined()
        guard let split = TrafficSplit(text: answer) else {
            throw .commandRefused(command: Self.showMap, answer: answer)
        }
        return split
    }
}

extension TrafficSplit {
    /// The share that requests really have at a point in time.
    package func effectiveShare(at now: Timestamp) -> Share { now < lease ? share : .none }
}
