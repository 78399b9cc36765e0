import Delivery

/// From an accepted halt until somebody lets it go on, the candidate's traffic never grows.
///
/// A promotion on its way can't be held back; a halt by policy then keeps the old version ready.
struct HaltNeverWidens: Invariant {
    private var limit: Share?
    private var isHalted = false
    private var isPromoting = false

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events { note(event) }
        if moment.orders.contains(where: { $0.command == .halt && !$0.events.isEmpty }) { isHalted = true }
        guard isHalted, let release = moment.state.release, !release.isFinished else {
            limit = nil
            return nil
        }
        let exposure = moment.exposure(of: release)
        defer { limit = exposure }
        if let limit, exposure > limit { return "the candidate's traffic grew from \(limit) to \(exposure)" }
        return nil
    }

    private mutating func note(_ event: Event) {
        switch event {
        case .halted: isHalted = !isPromoting
        case .resumed, .rollbackStarted: isHalted = false
        case .promotionStarted: (isHalted, isPromoting) = (false, true)
        case .releaseFinished: (isHalted, isPromoting) = (false, false)
        default: break
        }
    }
}
