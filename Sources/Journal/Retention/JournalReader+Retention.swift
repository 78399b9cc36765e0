import Delivery
import GRDB

extension JournalReader {
    /// Whether retention left every event of a run in place, so that it can be replayed.
    ///
    /// - Throws: ``JournalError`` when the file can't be read.
    public func isWhole(_ run: RunNumber) async throws(JournalError) -> Bool {
        try await read { try RetentionRecord.of(run, $0) == nil }
    }
}
