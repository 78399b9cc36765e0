import Delivery
import Traffic

/// Who sees which version. A router that has gone is started again, whatever it is to be told: its files say the same.
extension Site {
    func attach(_ instances: [PlacedInstance], to slot: Slot, in release: ReleaseState) async throws {
        try await withRouter(of: release) { [router] in try await router.setEndpoints(slot, instances.map(\.endpoint)) }
    }

    /// Gives the candidate a share, on a lease; `false` when that would open again what the lease has closed.
    func shift(to share: Share, at now: Timestamp, in release: ReleaseState) async throws -> Bool {
        try await withRouter(of: release) { [router] in
            try await router.shift(to: share, lease: now + Lease.length, at: now)
        }
    }

    /// Gives one slot all traffic.
    func giveEverything(to slot: Slot, in release: ReleaseState) async throws {
        try await withRouter(of: release) { [router] in try await router.giveEverything(to: slot) }
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
    func drain(
        _ slot: Slot, within limit: Duration, in release: ReleaseState, begun: @Sendable (Int) -> Void
    ) async throws -> Int {
        try await Draining(
            begin: { [router] in try await self.withRouter(of: release) { try await router.drain(slot) } },
            countOpen: { [router] in try await self.withRouter(of: release) { try await router.activeSessions(slot) } }
        ).end(within: limit, begun: begun)
    }
}
