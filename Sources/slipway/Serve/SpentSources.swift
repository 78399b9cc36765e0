import Delivery
import Executor
import Foundation
import Journal
import StateDirectory

/// The sources of runs that nobody can need any more: each is a whole clone, and a busy server has a run for each commit.
struct SpentSources {
    let session: Session

    /// Removes them, and gives how many there were. What can't be removed stays.
    ///
    /// - Throws: `JournalError` when the runs can't be read.
    func remove() async throws -> Int {
        var removed = 0
        for run in session.state.runsWithSource where try await isSpent(run) {
            session.state.removeSource(of: run)
            removed += 1
        }
        return removed
    }

    private func isSpent(_ run: RunNumber) async throws -> Bool {
        guard await !session.recorder.ledger.needsWorkspace(of: run) else { return false }
        do {
            // Without a record it may just be about to begin.
            return try await session.journal.reader.state(of: run)?.mayNeedSource == false
        } catch {
            // Retention had cut it before whatever was to remove its files.
            guard case .removed = error.kind else { throw error }
            return true
        }
    }
}
