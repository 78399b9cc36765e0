import Delivery
import Values

/// Slipway never stops an instance that users' requests go to, and never has the router give it nothing new.
///
/// A first release that is taken back is no exception that hurts anybody: there is nothing else to send users to.
struct ServingSlotStaysUp: SharedInvariant {
    private var withdrawn: Set<InstanceID> = []
    /// Slots in which instances were stopped while they got no requests.
    private var emptied: [EnvironmentName: Set<Slot>] = [:]

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            guard case .release(let name, .rollbackStarted) = entry.event,
                let plan = moment.release(of: entry.run, in: name)?.plan,
                plan.previous == nil
            else { continue }
            withdrawn.formUnion(plan.instances)
        }
        guard moment.hasWorldChanged else { return nil }
        for (name, site) in moment.world.sites.sorted(by: { $0.key < $1.key }) {
            let isNobodyLeft = site.instances.values.allSatisfy(\.isStopped)
            for slot in Slot.allCases {
                if site.isWhole(slot) {
                    emptied[name]?.remove(slot)
                } else if site.router.share(of: slot, at: moment.now) == .none {
                    emptied[name, default: []].insert(slot)
                }
            }
            for slot in Slot.allCases where site.router.share(of: slot, at: moment.now) > .none {
                // Nobody was stopped under its users: they are sent to what is gone, as there is nobody else.
                if isNobodyLeft, emptied[name]?.contains(slot) == true { continue }
                let servers = site.router.servers[slot] ?? []
                let isDrained = site.router.draining.contains(slot)
                if !isDrained && site.isWhole(slot) || servers.allSatisfy(withdrawn.contains) { continue }
                return """
                    \(isDrained ? "what is in \(slot) is drained" : "an instance in \(slot) was stopped"), which gets \
                    \(site.router.share(of: slot, at: moment.now))
                    """
            }
        }
        return nil
    }
}
