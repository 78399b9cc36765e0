import Delivery
import Platforms
import Values

/// Who sees which version. A router that has gone is started again, whatever it is to be told: its files say the same.
extension HostPlatform {
    func attach(_ instances: [PlacedInstance], to slot: Slot, in release: ReleaseState) async throws {
        try await withRouter(of: release) { [router] in try await router.attach(instances.map(\.endpoint), to: slot) }
    }

    /// Gives the candidate a share, on a lease; `false` when that would open again what the lease has closed.
    func shift(to share: Share, at now: Timestamp, in release: ReleaseState) async throws -> Bool {
        try await withRouter(of: release) { [router] in try await router.shift(to: share, at: now) }
    }

    /// Gives one slot all traffic.
    func giveEverything(to slot: Slot, in release: ReleaseState) async throws {
        try await withRouter(of: release) { [router] in try await router.giveEverything(to: slot) }
    }

    /// Renews the lease until cancelled, or until it is found to have run out. A renewal that fails is tried again at
    /// the next; the lease bridges a few.
    nonisolated func holdLease(_ lease: DeadManSwitch) async throws {
        var renewed: Timestamp?
        while true {
            let time = now()
            if lease.isRenewalDue(at: time, renewedAt: renewed) {
                let isAlive = try? await router.renewLease(at: time)
                if isAlive == false { return }
                renewed = time
            }
            try await Task.sleep(for: DeadManSwitch.watch)
        }
    }

    /// Reports what users experienced, ten times a second, until cancelled.
    nonisolated func sample(for release: ReleaseState, report: @Sendable (TrafficSample) -> Void) async throws {
        try await router.beginSampling(lost: release.health.lostLogs)
        while true {
            report(try await router.sample(candidate: release.plan.slot))
            try await Task.sleep(for: .milliseconds(100))
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
            countOpen: { [router] in try await self.withRouter(of: release) { try await router.openRequests(of: slot) }
            }
        ).end(within: limit, begun: begun)
    }
}

/// Between releases, and when an executor comes or goes.
extension HostPlatform {
    func closeShare(of release: ReleaseState) async throws { try await router.closeShare() }

    func hasLostLease(of release: ReleaseState) async -> Bool { (try? await router.renewLease(at: now())) == false }
}
