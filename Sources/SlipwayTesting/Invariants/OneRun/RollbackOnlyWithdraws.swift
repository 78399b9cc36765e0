import Delivery

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
        if exposure > .none, let act = moment.acts.first(where: { $0.removes(release.plan.slot) }) {
            return "\(act), while the candidate had \(exposure)"
        }
        return nil
    }
}

extension Effect {
    /// Whether it takes a slot's instances out of service.
    fileprivate func removes(_ slot: Slot) -> Bool {
        switch self {
        case .drain(_, slot): true
        case .stopInstance(_, let id, _): id.slot == slot
        default: false
        }
    }
}
