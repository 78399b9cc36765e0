import Delivery
import Traffic

extension World {
    /// Leaves a run to whoever takes it up. A share is closed at once and not only when its lease runs out, as nobody
    /// judges meanwhile.
    func letGo(of run: RunState) async {
        guard let release = run.activeRelease, release.hangsOnLease else { return }
        guard let site = try? await sites.site(for: release) else { return }
        try? await site.router.setSplitToZero()
    }
}
