import Delivery

/// At the end, only what the ledger knows of is left running, and what nobody could stop.
struct NothingIsLeftRunning: SharedInvariant {
    /// Given up, or left as they were because nobody can tell whether they have traffic.
    private var abandoned: Set<InstanceID> = []

    init(_ scenario: Scenario) {}

    mutating func breach(at moment: SharedMoment) -> String? {
        for entry in moment.entries { note(entry, moment) }
        guard moment.isLast, moment.haveAllEnded else { return nil }
        for (name, site) in moment.world.sites {
            let record = moment.ledger.environments[name]
            let deployments = [record?.stable, record?.kept?.deployment].compactMap { $0 }
            let known = deployments.flatMap(\.instances).map(\.id)
            let left = site.instances.first { id, instance in
                instance.isRunning(at: moment.now) && !known.contains(id) && !abandoned.contains(id)
            }
            if let left { return "\(left.key) of run \(left.key.run) is left running in \(name)" }
        }
        return nil
    }

    private mutating func note(_ entry: SharedMoment.Entry, _ moment: SharedMoment) {
        if case .release(_, .instance(let id, .abandoned)) = entry.event { abandoned.insert(id) }
        guard case .release(let name, .finished) = entry.event,
            let release = moment.release(of: entry.run, in: name),
            release.isRouteUnknown
        else { return }
        abandoned.formUnion(release.plan.instances + (release.plan.previous?.instances.map(\.id) ?? []))
    }
}
