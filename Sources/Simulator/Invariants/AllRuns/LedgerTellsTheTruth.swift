import Delivery
import Values

/// At the end, each router sends all traffic to what the ledger calls stable.
struct LedgerTellsTheTruth: SharedInvariant {
    /// Where a release was given up because nobody can tell who has the traffic, until the next one begins there.
    private var uncertain: Set<EnvironmentName> = []

    /// Where instances are replaced in place, one that does not answer is left out: also after the next release has begun
    /// and was given up before it replaced any.
    private let inPlace: Set<EnvironmentName>

    init(_ scenario: Scenario) {
        inPlace = Set(scenario.pipeline.environments.filter { $0.value.service.replacement == .inPlace }.keys)
    }

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries {
            if case .release(let name, .prepared) = entry.event { uncertain.remove(name) }
            if case .release(let name, .finished) = entry.event,
                moment.release(of: entry.run, in: name)?.isRouteUnknown == true
            {
                uncertain.insert(name)
            }
        }
        guard moment.isLast, moment.haveAllEnded else { return nil }
        for (name, site) in moment.world.sites where !uncertain.contains(name) {
            guard let stable = moment.ledger.stable(in: name) else { continue }
            let troubled = Set(moment.ledger.environments[name]?.troubles.map(\.instance) ?? [])
            if site.router.isEven, stable.instances.allSatisfy({ troubled.contains($0.id) }) { continue }
            let share = site.router.share(of: stable.slot, at: moment.now)
            if share < .all { return "\(stable.slot) is stable in \(name), and gets \(share)" }
            let servers = site.router.servers[stable.slot] ?? []
            let missing = Set(stable.instances.map(\.id)).symmetricDifference(servers)
            if !(inPlace.contains(name) ? missing.subtracting(troubled) : missing).isEmpty {
                return "\(name) has another version in \(stable.slot)"
            }
        }
        return nil
    }
}
