import Delivery
import Platforms
import Posix
import Values

/// What becomes of an environment that nobody carries a release out in.
extension World {
    /// Leaves a run to whoever takes it up. A share is closed at once and not only by a dead man's switch, as nobody
    /// judges meanwhile; but not where nobody answers on the other side, as whoever takes it up may be there sooner.
    func letGo(of run: RunState) async {
        for release in run.activeReleases where release.closesWhenLeft {
            do {
                try await platforms.platform(of: release.environment).closeShare(of: release)
            } catch {
                notice(Problem(what: "the candidate in \(release.environment) still has its share", why: error.words))
            }
        }
    }

    /// Whether the platform has closed a share by itself.
    func hasLostLease(of release: ReleaseState) async -> Bool {
        guard release.platform.deadManSwitch != nil,
            let platform = try? await platforms.platform(of: release.environment)
        else { return false }
        return await platform.hasLostLease(of: release)
    }
}
