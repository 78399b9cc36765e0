import Delivery
import Fleet

/// What follows the traffic on the hosts. Nobody's requests depend on it, so it never holds a release up.
extension Site {
    /// Lets `current` follow the traffic, and removes releases that nobody will return to: at once on this machine, on
    /// other hosts meanwhile.
    func activate(_ slot: Slot, of release: ReleaseState) async {
        let candidate = release.plan.artifact.digest
        let previous = release.plan.previous?.artifact.digest
        let stable = slot == release.plan.slot ? candidate : previous ?? candidate
        let kept = Set([candidate, previous].compactMap { $0 })
        let addresses = release.settings.hosts
        if addresses.contains(.local) { await Self.tidy(hosts.local, stable, kept) }
        let others = addresses.filter { $0 != .local }
        guard !others.isEmpty else { return }
        let before = housekeeping
        housekeeping = Task { [hosts] in
            // One after the other, so that the last word is the last.
            await before?.value
            await withTaskGroup(of: Void.self) { group in
                for address in others {
                    group.addTask {
                        guard let host = try? await hosts.host(address) else { return }
                        await Self.tidy(host, stable, kept)
                    }
                }
            }
        }
    }

    private static func tidy(_ host: any ServiceHost, _ stable: Digest, _ kept: Set<Digest>) async {
        guard (try? await host.activate(stable)) != nil else { return }
        _ = try? await host.prune(keeping: 5, protecting: kept)
    }
}
