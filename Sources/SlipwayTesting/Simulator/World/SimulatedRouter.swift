import Delivery

/// Who really gets the requests of one environment: what HAProxy would do, whatever the executor believes.
public struct SimulatedRouter: Sendable {
    /// The slot that gets all that the candidate does not.
    public private(set) var stable: Slot?
    /// The slot that the share below goes to.
    public private(set) var candidate: Slot?
    /// The instances behind each slot.
    public private(set) var servers: [Slot: [InstanceID]] = [:]
    /// The slots that get nothing new, whatever their share.
    public private(set) var draining: Set<Slot> = []
    /// The candidate's share while the lease is alive.
    public private(set) var split = Share.none
    /// When the dead man's switch returns everything to stable.
    public private(set) var leaseEnds: Timestamp?

    init(serving deployment: Deployment?) {
        guard let deployment else { return }
        stable = deployment.slot
        servers[deployment.slot] = deployment.instances.map(\.id)
    }

    /// The share of new requests that a slot gets.
    public func share(of slot: Slot, at now: Timestamp) -> Share {
        let diverted = isLeased(at: now) && candidate != nil && candidate != stable ? split : .none
        if slot == stable { return Share(basisPoints: Share.all.basisPoints - diverted.basisPoints) }
        return slot == candidate ? diverted : .none
    }

    /// The share of new requests that a release's candidate gets; another version may have been in its slot before, or
    /// be there now.
    public func share(of plan: ReleasePlan, at now: Timestamp) -> Share {
        let isServing = servers[plan.slot]?.contains { plan.instances.contains($0) } ?? false
        return isServing ? share(of: plan.slot, at: now) : .none
    }

    /// Whether the candidate's share counts.
    public func isLeased(at now: Timestamp) -> Bool {
        leaseEnds.map { now < $0 } ?? false
    }

    /// Whether the candidate has a share that does not count, since nobody renewed the lease in time.
    func hasLapsed(at now: Timestamp) -> Bool {
        split > .none && leaseEnds.map { now >= $0 } ?? false
    }

    mutating func prepare(stable: Slot?) {
        self.stable = stable
        if let stable { draining.remove(stable) }
        candidate = nil
        split = .none
        leaseEnds = nil
    }

    mutating func attach(_ instances: [InstanceID], to slot: Slot) {
        candidate = slot
        servers[slot] = instances
        draining.remove(slot)
    }

    mutating func drain(_ slot: Slot) {
        draining.insert(slot)
    }

    /// A share whose lease has run out is neither opened again nor widened.
    mutating func shift(to share: Share, until end: Timestamp, at now: Timestamp) {
        if share > .none, hasLapsed(at: now) { return }
        split = share
        leaseEnds = end
    }

    mutating func promote(_ slot: Slot) {
        returnTraffic(to: slot)
        leaseEnds = nil
    }

    mutating func returnTraffic(to slot: Slot) {
        stable = slot
        draining.remove(slot)
        split = .none
    }

    /// The clock that it goes by was set.
    mutating func moveLease(by change: Duration) {
        leaseEnds = leaseEnds.map { $0 + change }
    }

    mutating func renewLease(until end: Timestamp) {
        leaseEnds = end
    }

    /// Nobody gets an answer any more.
    mutating func close() {
        prepare(stable: nil)
        servers = [:]
        draining = []
    }
}
