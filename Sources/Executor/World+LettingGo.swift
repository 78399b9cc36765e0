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
}
