import Delivery
import Values

/// In place, two versions never have one place at the same time: what comes is put there when what goes has ended.
struct OnePlaceOneInstance: Invariant {
    /// What nobody could end.
    private var abandoned: Set<InstanceID> = []

    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        for case .release(_, .instance(let id, .abandoned)) in moment.events { abandoned.insert(id) }
        guard let release = moment.state.release, release.isInPlace,
            let instances = moment.world.sites[release.environment]?.instances
        else { return nil }
        // What nobody could end in earlier runs is none of this one's.
        let known = Set(
            (release.plan.previous?.instances.map(\.id) ?? []) + release.plan.instances + release.restored.map(\.id))
        for case .release(_, .startInstance(let id)) in moment.acts {
            let other = instances.first { other, instance in
                other != id && known.contains(other) && other.index == id.index && other.host == id.host
                    && !abandoned.contains(other)
                    && instance.isRunning(at: moment.now)
            }
            if let other { return "\(id) was started where \(other.key) still runs" }
        }
        return nil
    }
}

/// In place, no more instances are without requests at once than the ladder empties places in one of its rungs; a rollback
/// leaves users with somebody while there is anybody.
struct FewPlacesAreEmpty: Invariant {
    init(_ scenario: Scenario, of run: RunPlan) {}

    mutating func breach(at moment: Moment) -> String? {
        guard let release = moment.state.release, release.isInPlace else { return nil }
        for case .release(let name, .routeRequests(let instances)) in moment.acts {
            let places = max(release.plan.instances.count, release.plan.previous?.instances.count ?? 0)
            if release.isRollingBack {
                // What was begun before the rollback may still come to its end.
                let isWanted = moment.effects.contains(.release(name, .routeRequests(to: instances)))
                if isWanted, instances.isEmpty, !release.routed.isEmpty, release.plan.previous?.instances.count ?? 0 > 1
                {
                    return "a rollback leaves users with nobody"
                }
            } else if let batch = release.ladder.batch, !release.beganWithoutStable,
                release.routed.count - instances.count > batch
            {
                return "\(release.routed.count - instances.count) of \(places) places are emptied, \(batch) at most"
            }
        }
        return nil
    }
}
