import Delivery
import Foundation
import Journal
import Values

/// What the clocks tell before anything is decided by them.
extension Executor {
    /// Nothing is decided by a clock that was set before the core knows of it.
    func noticeSetClock() async throws {
        guard let jump = clock.look() else { return }
        do {
            _ = try await record(.clockJumped(by: jump), at: clock.now)
        } catch let error as JournalError {
            unrecorded.append(.clockJumped(by: jump))
            throw error
        }
    }

    /// What was open on a lease may be closed, and nothing judged it: the core hears of it before anything else.
    func noticeStandstill() async throws {
        let pause = clock.pause
        let left = run.activeReleases.filter { pause >= $0.longestPause }
        guard !left.isEmpty else { return }
        let closing = try await record(.stoodStill(for: pause), at: clock.now)
        for release in left { try await tellOfLostLease(of: release, after: closing) }
    }
}
