import Delivery

/// Slipway never stops an instance of a slot that users' requests go to.
///
/// A first release that is taken back is no exception that hurts anybody: there is nothing else to send users to.
struct ServingSlotStaysUp: Invariant {
    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        for (name, site) in moment.world.sites {
            for slot in Slot.allCases where site.router.share(of: slot, at: moment.now) > .none {
                if site.isWhole(slot) || isWithdrawnFirstRelease(name, moment) { continue }
                return "an instance in \(slot) was stopped, which gets \(site.router.share(of: slot, at: moment.now))"
            }
        }
        return nil
    }

    private func isWithdrawnFirstRelease(_ name: EnvironmentName, _ moment: Moment) -> Bool {
        guard let release = moment.state.release, release.environment == name else { return false }
        return release.isRollingBack && release.plan.previous == nil
    }
}

/// At the end, only what the ledger knows of is left running, and what nobody could stop.
struct NothingIsLeftRunning: Invariant {
    private var abandoned: Set<InstanceID> = []
    private var isUncertain = false

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: Moment) -> String? {
        for event in moment.events {
            if case .instanceAbandoned(_, let id, _) = event { abandoned.insert(id) }
            if event.leavesRouteUnknown(in: moment.state) { isUncertain = true }
        }
        guard moment.isLast, moment.state.result != nil, !isUncertain else { return nil }
        for (name, site) in moment.world.sites {
            let known = moment.ledger.stable(in: name)?.instances.map(\.id) ?? []
            let left = site.instances.first { id, instance in
                instance.isRunning(at: moment.now) && !known.contains(id) && !abandoned.contains(id)
            }
            if let left { return "\(left.key) is left running in \(name)" }
        }
        return nil
    }
}
