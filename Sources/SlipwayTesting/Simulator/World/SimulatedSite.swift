import Delivery

/// One environment as it really is: its router, its instances, and how both versions behave.
public struct SimulatedSite: Sendable {
    public internal(set) var router: SimulatedRouter
    public private(set) var instances: [InstanceID: SimulatedInstance] = [:]
    private let stable: VersionBehaviour
    private let candidate: VersionBehaviour
    private var candidateSince: Timestamp?

    init(_ plan: SitePlan, at now: Timestamp) {
        router = SimulatedRouter(stable: plan.previous?.slot)
        stable = plan.stable
        candidate = plan.candidate
        for placed in plan.previous?.instances ?? [] {
            instances[placed.id] = plan.stable.instance(placed.id, startedAt: now + .seconds(-60))
        }
    }

    /// Whether every instance in the slot that Slipway started is still meant to run.
    func isWhole(_ slot: Slot) -> Bool {
        instances.allSatisfy { id, instance in id.slot != slot || !instance.isStopped }
    }

    /// A process that is already there is taken as it is.
    mutating func start(_ id: InstanceID, at now: Timestamp) {
        if let present = instances[id], !present.isStopped { return }
        instances[id] = candidate.instance(id, startedAt: now)
        candidateSince = candidateSince ?? now
    }

    mutating func stop(_ id: InstanceID) {
        instances[id]?.stop()
    }

    /// The share of the candidate's requests that fails now.
    func candidateErrorRate(in slot: Slot, at now: Timestamp) -> Double {
        errorRate(candidate.errorRate(after: now - (candidateSince ?? now)), in: slot, at: now)
    }

    func stableErrorRate(in slot: Slot, at now: Timestamp) -> Double {
        errorRate(stable.errorRate, in: slot, at: now)
    }

    var isCandidateSlow: Bool { candidate.fault == .slow }

    /// Requests that reach an instance which does not answer fail.
    private func errorRate(_ rate: Double, in slot: Slot, at now: Timestamp) -> Double {
        let placed = instances.filter { $0.key.slot == slot && !$0.value.isStopped }.values
        guard !placed.isEmpty else { return 1 }
        let silent = Double(placed.count { !$0.answers(at: now) }) / Double(placed.count)
        return silent + (1 - silent) * rate
    }
}
