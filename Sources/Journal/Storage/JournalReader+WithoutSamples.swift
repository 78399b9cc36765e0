import Delivery

extension JournalReader {
    /// Events after the one numbered `after` but samples, which are most of a journal and are not even read then.
    ///
    /// - Parameter run: only events of this run.
    public func eventsWithoutSamples(run: RunNumber? = nil, after: Int64 = 0) -> EventPages {
        EventPages(reader: self, query: EventQuery(run: run, withoutSamples: true, after: after), limit: nil)
    }

    /// The last events of a run but samples before the one numbered `before`, at most `limit`, in the order in which they
    /// happened.
    ///
    /// - Throws: ``JournalError`` when the file can't be read.
    public func latestEventsWithoutSamples(
        run: RunNumber, before: Int64, limit: Int
    ) async throws(JournalError) -> [EventRecord] {
        try await read { db in
            try EventQuery(run: run, withoutSamples: true, before: before)
                .fetch(db, limit: limit, newest: true, path: path)
        }
    }
}
