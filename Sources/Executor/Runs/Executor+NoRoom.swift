import Delivery
import Foundation
import Journal
import Values

/// While there is no room to record anything, nothing is decided.
extension Executor {
    func waitForRoom(keeping input: Input) async {
        waitsForRoom = true
        if input.isReport { unrecorded.append(input) }
        // Nobody judges meanwhile: a share lasts no longer than its lease.
        await effects.letGoOfLeases()
        wake(after: Self.roomPause)
    }

    /// The share was not judged for a while: it is closed, and proved again, before anything else is decided. A run that
    /// is just being taken up has that done by taking it up.
    func recordWhatWaits() async throws {
        for release in run.activeReleases where release.isExposedInPart && !unrecorded.contains(where: \.takesUp) {
            let closing = try await record(.release(release.environment, .leftUnwatched), at: clock.now)
            try await tellOfLostLease(of: release, after: closing)
        }
        while let input = unrecorded.first {
            do { _ = try await record(input, at: clock.now) } catch is Refusal {}
            unrecorded.removeFirst()
        }
    }

    /// Only the router knows whether a lease that nobody renewed has run out.
    func tellOfLostLease(of release: ReleaseState, after closing: [EventRecord]) async throws {
        guard !closing.isEmpty, await world.hasLostLease(of: release) else { return }
        let loss = Input.release(release.environment, .leaseLost)
        do { _ = try await record(loss, at: clock.now) } catch let error as JournalError {
            unrecorded.insert(loss, at: 0)
            throw error
        }
    }
}
