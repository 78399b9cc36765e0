import Delivery
import Journal

extension JournalReader {
    /// The states of the last ten runs, oldest first.
    func latestRuns() async throws(JournalError) -> [RunState] {
        var states: [RunState] = []
        for span in try await runs().suffix(10) {
            if let state = try await state(of: span.run) { states.append(state) }
        }
        return states
    }

    /// The latest run that was begun and has not ended, if there is one.
    func unfinishedRun() async throws(JournalError) -> RunState? {
        guard let number = try await unfinishedRuns().last else { return nil }
        return try await state(of: number)
    }
}
