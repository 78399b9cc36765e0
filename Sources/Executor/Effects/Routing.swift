import Delivery
import Traffic

/// Who sees which version.
extension Site {
    func attach(_ instances: [PlacedInstance], to slot: Slot) async throws {
        try await router.setEndpoints(slot, instances.map(\.endpoint))
    }

    /// Gives the candidate a share, on a lease; `false` when that would open again what the lease has closed.
    func shift(to share: Share, at now: Timestamp) async throws -> Bool {
        try await router.shift(to: share, lease: now + Lease.length, at: now)
    }

    /// Gives one slot all traffic. A router that has gone is started again: its files already say the same.
    func giveEverything(to slot: Slot, in release: ReleaseState) async throws {
        do {
            try await router.giveEverything(to: slot)
        } catch HAProxyError.runtimeUnavailable {
            forgetRouter()
            try await openRouter(for: release)
            try await router.giveEverything(to: slot)
        }
    }

    /// Renews the lease until cancelled, or until it is found to have run out. A renewal that fails is tried again at
    /// the next; the lease bridges a few.
    ///
    /// - Parameter now: the wall clock, which is HAProxy's too.
    func holdLease(now: @Sendable () -> Timestamp) async throws {
        var renewed: Timestamp?
        while true {
            let time = now()
            if Lease.isRenewalDue(at: time, renewedAt: renewed) {
                let isAlive = try? await router.renewLease(until: time + Lease.length, at: time)
                if isAlive == false { return }
                renewed = time
            }
            try await Task.sleep(for: Lease.watch)
        }
    }

    /// Waits until a slot that gets nothing new has nothing left; gives how many requests the deadline cut off.
    ///
    /// - Parameter begun: hears first how many it has.
    func drain(_ slot: Slot, within limit: Duration, begun: @Sendable (Int) -> Void) async throws -> Int {
        try await Draining(
            begin: { [router] in try await router.drain(slot) },
            countOpen: { [router] in try await router.activeSessions(slot) }
        ).end(within: limit, begun: begun)
    }
}
