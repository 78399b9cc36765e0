import Delivery
import Values

/// Once a rollback is decided, the candidate's traffic never grows; and its instances are not touched while it has any.
struct RollbackOnlyWithdraws: Invariant {
    private var limit: Share?

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.activeRelease, release.isRollingBack, release.plan.previous != nil else {
            limit = nil
            return nil
        }
        let exposure = moment.exposure(of: release)
        defer { limit = exposure }
        if let limit, exposure > limit { return "the candidate's traffic grew from \(limit) to \(exposure)" }
        // In place one may go while another still serves.
        let served = moment.world.sites[release.environment]?.router.servers[release.plan.slot] ?? []
        let act = moment.acts.first {
            release.isInPlace ? $0.removes(anyOf: served) : $0.removes(release.plan.slot)
        }
        if exposure > .none, let act {
            return "\(act), while the candidate had \(exposure)"
        }
        return nil
    }
}

extension Effect {
    /// Whether it takes a slot's instances out of service.
    fileprivate func removes(_ slot: Slot) -> Bool {
        switch self {
        case .step: false
        case .release(_, let effect): effect.removes(slot)
        }
    }
}

extension Effect {
    /// Whether it takes one of these instances out of service.
    fileprivate func removes(anyOf instances: [InstanceID]) -> Bool {
        switch self {
        case .release(_, .stopInstance(let id, _)), .release(_, .drainInstance(let id, _, _)): instances.contains(id)
        case .step, .release: false
        }
    }
}

extension ReleaseEffect {
    fileprivate func removes(_ slot: Slot) -> Bool {
        switch self {
        case .drain(let drained): drained == slot
        case .stopInstance(let id, _): id.slot == slot
        case .prepare, .askStable, .watchStable, .startInstance, .awaitReady, .watchInstance, .attachCandidate,
            .shiftTraffic, .returnTraffic, .holdLease, .sampleTraffic, .keepRouter, .confirmRouter, .promoteRoute,
            .closeRouter, .putInPlace, .routeRequests, .drainInstance:
            false
        }
    }
}
