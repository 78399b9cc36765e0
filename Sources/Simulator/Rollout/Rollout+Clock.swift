import Delivery
import Values

/// The machine's clock, which people and programs may set. Simulated time itself is even.
extension Rollout {
    /// What the machine's clock says: by it runs are decided and recorded.
    var timeOfDay: Timestamp { clock.now + clockShift }

    /// How long people think that something has lasted. One that seems to begin later today has lasted long enough.
    func time(since start: Timestamp) -> Duration {
        timeOfDay < start ? .seconds(120) : timeOfDay - start
    }

    /// Routers hold leases by the machine's clock.
    mutating func setClock(by jump: Duration) {
        trace.note(clock.elapsed, "the clock is set by \(jump.milliseconds) ms")
        clockShift += jump
        for name in world.sites.keys { world.sites[name]?.router.moveLease(by: .zero - jump, at: clock.now) }
    }

    /// An executor notices before it decides anything by the new time.
    ///
    /// - Returns: whether it lives on.
    mutating func noticeClock(of run: RunNumber) -> Bool {
        guard executor.attends(to: run) else {
            noticedShift[run] = clockShift
            return true
        }
        let jump = clockShift - noticedShift[run, default: .zero]
        guard jump != .zero else { return true }
        noticedShift[run] = clockShift
        return deliver(.clockJumped(by: jump), to: run) != nil
    }
}
