import Delivery
import Values

/// From an accepted halt until somebody lets it go on, the candidate's traffic never grows.
///
/// A promotion on its way can't be held back; a halt by policy then keeps the old version ready.
struct HaltNeverWidens: Invariant {
    private var limit: Share?
    private var taken: Set<OrderID> = []
    private var isHalted = false
    private var isPromoting = false

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(_, let event) in moment.events { note(event) }
        if moment.orders.contains(where: { $0.command == .halt && $0.events.contains(where: \.isHalt) }) {
            isHalted = true
        }
        // One that is repeated is taken, and not carried out again.
        let halts = moment.orders.filter { $0.command == .halt && $0.isAccepted && taken.insert($0.id).inserted }
        if let order = halts.last,
            let release = moment.state.activeRelease, order.environment ?? release.environment == release.environment,
            moment.state.refusal(of: .halt, in: release.environment, by: .policy) == nil
        {
            return "a halt was accepted, and the release is not halted"
        }
        guard isHalted, let release = moment.state.release, !release.isFinished else {
            limit = nil
            return nil
        }
        let exposure = moment.exposure(of: release)
        defer { limit = release.isInPlace ? limit ?? moment.exposureOfEmptied(in: release) : exposure }
        if let limit, exposure > limit { return "the candidate's traffic grew from \(limit) to \(exposure)" }
        return nil
    }

    private mutating func note(_ event: ReleaseEvent) {
        switch event {
        case .halted: isHalted = !isPromoting
        case .resumed, .rollbackStarted: isHalted = false
        case .promotionStarted: (isHalted, isPromoting) = (false, true)
        case .finished: (isHalted, isPromoting) = (false, false)
        case .started, .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted, .trafficShifting,
            .trafficShifted,
            .leaseLost, .trafficSampled, .rungPassed, .verdictReached, .promoted, .oldReleased, .oldKept, .versionReady,
            .databaseMigrated, .withdrawn,
            .drainStarted, .drained, .retryScheduled, .retried, .routerClosing, .routerClosed:
            break
        }
    }
}

extension Moment {
    /// In place a halt empties no other place, and fills those that are empty.
    func exposureOfEmptied(in release: ReleaseState) -> Share {
        let old = release.plan.previous?.instances.map(\.id) ?? []
        let served = world.sites[release.environment]?.router.servers[release.plan.slot.other] ?? []
        return Share(of: old.count { !served.contains($0) }, among: old.count)
    }
}

extension Event {
    fileprivate var isHalt: Bool {
        if case .release(_, .halted) = self { true } else { false }
    }
}
