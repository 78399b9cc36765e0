import Delivery
import Fleet
import Posix
import Values

/// What follows the traffic on the hosts. Nobody's requests depend on it, so it never holds a release up.
extension HostPlatform {
    /// Lets `current` follow the traffic, and removes releases that nobody will return to: at once on this machine, on
    /// other hosts meanwhile.
    func activate(_ slot: Slot, of release: ReleaseState) async {
        let candidate = release.plan.artifact.digest
        let previous = release.plan.previous?.artifact.digest
        let stable = slot == release.plan.slot ? candidate : previous ?? candidate
        await follow(
            stable, on: release.settings.hosts, keeping: Set([candidate, previous].compactMap { $0 }),
            last: release.settings.keep ?? Environment.standardKeep)
    }

    /// What can't be done is told, and done at the next release.
    func follow(
        _ stable: Digest, on addresses: [HostAddress], keeping kept: Set<Digest>,
        last count: Int = Environment.standardKeep
    ) async {
        if addresses.contains(.local) { await tidy(.local, stable, kept, count) }
        let others = addresses.filter { $0 != .local }
        guard !others.isEmpty else { return }
        let before = housekeeping
        housekeeping = Task { [self] in
            // One after the other, so that the last word is the last.
            await before?.value
            await withTaskGroup(of: Void.self) { group in
                for address in others { group.addTask { await self.tidy(address, stable, kept, count) } }
            }
        }
    }

    private nonisolated func tidy(
        _ address: HostAddress, _ stable: Digest, _ kept: Set<Digest>, _ count: Int
    ) async {
        let place = "\(environment) on \(address.written)"
        do {
            let host = try await hosts.host(address)
            try await host.activate(stable)
            await told("old releases of \(place) are still there") {
                _ = try await host.prune(keeping: count, protecting: kept)
            }
        } catch {
            tell("current does not point to what is in service in \(place)", error)
        }
    }

    private nonisolated func told(_ what: String, _ work: () async throws -> Void) async {
        do { try await work() } catch { tell(what, error) }
    }

    /// Whoever gave it up knows.
    private nonisolated func tell(_ what: String, _ error: any Error) {
        if !Task.isCancelled { notice(Problem(what: what, why: error.words)) }
    }
}
