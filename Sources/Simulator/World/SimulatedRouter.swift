import Delivery
import Values

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
    /// How often the lease was renewed of a share that had ended with it and is open again, as the clock was set back, and
    /// of which nobody has said anything since; `nil` where that did not happen.
    private var renewalsOfReopened: Int?
    /// Whether such a share is nobody's doing yet: who comes back renews it once before it is closed, and not again.
    public var isReopenedByClock: Bool { renewalsOfReopened.map { $0 <= 1 } ?? false }
    /// Whether every instance gets as much as any other, whichever slot it is in.
    public private(set) var isEven = false
    /// `nil` where a share stays open until somebody closes it.
    let deadManSwitch: DeadManSwitch?

    init(serving deployment: Deployment?, _ deadManSwitch: DeadManSwitch?) {
        self.deadManSwitch = deadManSwitch
        guard let deployment else { return }
        stable = deployment.slot
        servers[deployment.slot] = deployment.instances.map(\.id)
    }

    /// The share of new requests that a slot gets.
    public func share(of slot: Slot, at now: Timestamp) -> Share {
        if isEven {
            return Share(of: servers[slot]?.count ?? 0, among: servers.values.reduce(0) { $0 + $1.count })
        }
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
        deadManSwitch == nil || leaseEnds.map { now < $0 } ?? false
    }

    /// Whether the candidate has a share that does not count, since nobody renewed the lease in time.
    func hasLapsed(at now: Timestamp) -> Bool {
        split > .none && !isLeased(at: now)
    }

    mutating func prepare(stable: Slot?) {
        self.stable = stable
        renewalsOfReopened = nil
        isEven = false
        if let stable { draining.remove(stable) }
        candidate = nil
        split = .none
        leaseEnds = nil
    }

    /// Every instance gets as much as any other, and what is not among them nothing.
    mutating func route(to instances: [InstanceID]) {
        isEven = true
        servers = Dictionary(grouping: instances, by: \.slot)
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
    mutating func shift(to share: Share, at now: Timestamp) {
        if share > .none, hasLapsed(at: now) { return }
        renewalsOfReopened = nil
        split = share
        renewLease(at: now)
    }

    mutating func promote(_ slot: Slot) {
        returnTraffic(to: slot)
        leaseEnds = nil
    }

    mutating func returnTraffic(to slot: Slot) {
        renewalsOfReopened = nil
        stable = slot
        draining.remove(slot)
        split = .none
    }

    /// The clock that it goes by was set.
    mutating func moveLease(by change: Duration, at now: Timestamp) {
        let hadLapsed = hasLapsed(at: now)
        leaseEnds = leaseEnds.map { $0 + change }
        if hadLapsed, !hasLapsed(at: now) { renewalsOfReopened = 0 }
    }

    mutating func renewLease(at now: Timestamp) {
        renewalsOfReopened = renewalsOfReopened.map { $0 + 1 }
        leaseEnds = deadManSwitch.map { now + $0.lease }
    }

    /// Nobody gets an answer any more.
    mutating func close() {
        prepare(stable: nil)
        servers = [:]
        draining = []
    }
}
