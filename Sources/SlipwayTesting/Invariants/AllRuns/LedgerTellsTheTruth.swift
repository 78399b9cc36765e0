import Delivery

/// At the end, each router sends all traffic to what the ledger calls stable.
struct LedgerTellsTheTruth: SharedInvariant {
    /// Where a release was given up because nobody can tell who has the traffic, until the next one begins there.
    private var uncertain: Set<EnvironmentName> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            switch entry.event {
            case .releasePrepared(let name, _): uncertain.remove(name)
            case .releaseFinished(let name, _, _, _, _):
                if moment.release(of: entry.run)?.isRouteUnknown == true { uncertain.insert(name) }
            default: break
            }
        }
        guard moment.isLast, moment.haveAllEnded else { return nil }
        for (name, site) in moment.world.sites where !uncertain.contains(name) {
            guard let stable = moment.ledger.stable(in: name) else { continue }
            let share = site.router.share(of: stable.slot, at: moment.now)
            if share < .all { return "\(stable.slot) is stable in \(name), and gets \(share)" }
            let servers = site.router.servers[stable.slot] ?? []
            if Set(servers) != Set(stable.instances.map(\.id)) {
                return "\(name) has another version in \(stable.slot)"
            }
        }
        return nil
    }
}
