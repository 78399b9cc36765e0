import Delivery
import Traffic

extension World {
    /// Leaves a run to whoever takes it up. A share is closed at once and not only when its lease runs out, as nobody
    /// judges meanwhile; but not where nobody answers on the other side, as whoever takes it up may be there before the lease
    /// runs out.
    func letGo(of run: RunState) async {
        guard let release = run.activeRelease, release.hangsOnLease, !release.isStableDown else { return }
        guard let site = try? await sites.site(for: release) else { return }
        try? await site.router.setSplitToZero()
    }

    /// Whether the router has returned all traffic by itself. A lease that has not run out is renewed: whoever asks is
    /// back at work, and has decided what becomes of the share.
    func hasLostLease(of release: ReleaseState) async -> Bool {
        guard let site = try? await sites.site(for: release) else { return false }
        let time = now()
        return (try? await site.router.renewLease(until: time + Lease.length, at: time)) == false
    }
}
