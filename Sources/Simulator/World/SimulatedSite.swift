import Delivery
import Values

/// One environment as it really is: its router, its instances, and how every version behaves.
public struct SimulatedSite: Sendable {
    /// One attempt of a run at releasing: its instances are of the same age.
    private struct Attempt: Hashable {
        let run: RunNumber
        let ordinal: Int

        init(of id: InstanceID) {
            run = id.run
            ordinal = id.attempt
        }
    }

    public internal(set) var router: SimulatedRouter
    public private(set) var instances: [InstanceID: SimulatedInstance] = [:]
    /// By the run that made the version.
    private var behaviours: [RunNumber: VersionBehaviour]
    /// Of each instance, the run that made its version.
    private var versions: [InstanceID: RunNumber] = [:]
    private var firstStarts: [Attempt: Timestamp] = [:]

    init(
        _ plan: SitePlan, _ platform: PlatformTraits, candidates: [RunNumber: VersionBehaviour], at now: Timestamp
    ) {
        router = SimulatedRouter(serving: plan.previous, platform.deadManSwitch)
        behaviours = candidates
        guard let previous = plan.previous else { return }
        behaviours[previous.run] = plan.stable
        for placed in previous.instances {
            start(placed.id, of: previous.run, at: now + .seconds(-60))
            for outage in plan.outages where outage.index == nil || outage.index == placed.id.index {
                instances[placed.id]?.outages.append(
                    Silence(start: now + outage.from, end: outage.until.map { now + $0 }))
            }
        }
    }

    /// Whether every instance that the router knows in the slot is still meant to run.
    func isWhole(_ slot: Slot) -> Bool {
        router.servers[slot]?.allSatisfy { instances[$0]?.isStopped != true } ?? true
    }

    /// A process that is already there is taken as it is.
    ///
    /// - Parameter version: the run that made it; `nil` is the one that starts it.
    mutating func start(_ id: InstanceID, of version: RunNumber?, at now: Timestamp) {
        if let present = instances[id], !present.isStopped { return }
        let version = version ?? id.run
        versions[id] = version
        instances[id] = (behaviours[version] ?? VersionBehaviour()).instance(id, startedAt: now)
        let attempt = Attempt(of: id)
        firstStarts[attempt] = firstStarts[attempt] ?? now
    }

    /// A process that lives is taken as it is.
    mutating func startAgain(_ id: InstanceID, of version: RunNumber, at now: Timestamp) {
        if instances[id]?.isRunning(at: now) == true { return }
        instances[id] = nil
        start(id, of: version, at: now)
    }

    mutating func stop(_ id: InstanceID) {
        instances[id]?.stop()
    }

    /// The share of a slot's requests that fails now; those that reach an instance which does not answer do.
    func errorRate(in slot: Slot, at now: Timestamp) -> Double {
        let placed = serving(slot)
        guard let version = placed.first else { return 1 }
        let silent = Double(placed.count { instances[$0]?.answers(at: now) != true }) / Double(placed.count)
        let age = now - (firstStarts[Attempt(of: version)] ?? now)
        return silent + (1 - silent) * (behaviour(of: version)?.errorRate(after: age) ?? 0)
    }

    func isSlow(_ slot: Slot) -> Bool {
        serving(slot).first.flatMap(behaviour)?.fault == .slow
    }

    private func behaviour(of id: InstanceID) -> VersionBehaviour? { behaviours[versions[id] ?? id.run] }

    /// The instances behind a slot; all are of one version.
    private func serving(_ slot: Slot) -> [InstanceID] {
        router.servers[slot]?.filter { instances[$0]?.isStopped == false } ?? []
    }
}

extension ReleasePlan {
    /// The run that made an instance's version: what a rollback puts back is the old one.
    func version(of id: InstanceID) -> RunNumber {
        instances.contains(id) ? id.run : previous?.run ?? id.run
    }
}
