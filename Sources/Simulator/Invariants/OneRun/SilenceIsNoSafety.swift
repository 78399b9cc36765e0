import Delivery
import Values

/// A candidate is called withdrawn without the router's word only where a dead man's switch has taken its share, and has
/// really done so.
struct SilenceIsNoSafety: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.release, moment.events.contains(where: \.isWithdrawnInSilence) else {
            return nil
        }
        guard release.platform.deadManSwitch != nil else {
            return "the router said nothing, and nothing closes a share there by itself"
        }
        let exposure = moment.exposure(of: release)
        return exposure > .none ? "the router said nothing, and the candidate has \(exposure)" : nil
    }
}

extension Event {
    fileprivate var isWithdrawnInSilence: Bool {
        if case .release(_, .withdrawn(_, confirmed: false, _, _)) = self { true } else { false }
    }
}
