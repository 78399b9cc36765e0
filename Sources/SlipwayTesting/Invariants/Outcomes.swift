import Delivery
import Judge

/// A candidate that is found unhealthy while it can be taken back is taken back, where the pipeline says so.
struct UnhealthyIsTakenBack: Invariant {
    private var condemned: ReleaseState?

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.release else { return nil }
        if release.verdict == .unhealthy, release.settings.rollback.automatic { condemned = release }
        guard condemned != nil, release.isFinished else { return nil }
        condemned = nil
        guard release.isRollingBack else {
            return "an unhealthy candidate ended \(release.result?.rawValue ?? "nowhere")"
        }
        return nil
    }
}

/// After a release was taken back, its environment has exactly what it had before, and the router agrees.
struct PreviousIsRestored: Invariant {
    private let before: Ledger

    init(_ scenario: Scenario) {
        before = scenario.ledger
    }

    mutating func breach(at moment: Moment) -> String? {
        for case .releaseFinished(let name, let result, _) in moment.events where result != .succeeded {
            guard let release = moment.state.release, !release.isRouteUnknown else { continue }
            if moment.ledger.stable(in: name) != before.stable(in: name) {
                return "\(name) does not have again what it had before"
            }
            if let previous = release.plan.previous, moment.exposure(of: release) > .none {
                return "\(previous.slot) is said to be restored, and the candidate has traffic"
            }
        }
        return nil
    }
}

/// At the end, each router sends all traffic to what the ledger calls stable.
struct LedgerTellsTheTruth: Invariant {
    private var isUncertain = false

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        if moment.events.contains(where: { $0.leavesRouteUnknown(in: moment.state) }) { isUncertain = true }
        guard moment.isLast, moment.state.result != nil, !isUncertain else { return nil }
        for name in moment.world.sites.keys {
            guard let stable = moment.ledger.stable(in: name) else { continue }
            let share = moment.world.share(of: stable.slot, in: name, at: moment.now)
            if share < .all { return "\(stable.slot) is stable in \(name), and gets \(share)" }
        }
        return nil
    }
}

extension Event {
    /// Whether a release was given up because nobody can tell who has the traffic.
    func leavesRouteUnknown(in state: RunState) -> Bool {
        guard case .releaseFinished = self else { return false }
        return state.release?.isRouteUnknown ?? false
    }
}

extension ReleaseState {
    /// Whether the release ended with its traffic not known to be returned, and everything left as it was.
    var isRouteUnknown: Bool {
        isFinished && isRollingBack && plan.previous != nil && wasExposed && rollback?.safeAfter == nil
    }
}
