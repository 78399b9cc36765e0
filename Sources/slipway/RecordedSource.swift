import Dashboard
import Delivery
import Journal

/// What pages look up, as the journal has it: it is in the state directory whoever carries the run out.
struct RecordedSource: DashboardSource {
    let reader: JournalReader

    func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord] {
        try await reader.latestEventsWithoutSamples(run: run, before: sequence, limit: limit)
    }
}
