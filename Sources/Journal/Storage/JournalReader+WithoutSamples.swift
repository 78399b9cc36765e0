import Delivery

extension JournalReader {
    /// Events after the one numbered `after` but samples, which are most of a journal and are not even read then.
    ///
    /// - Parameter run: only events of this run.
    public func eventsWithoutSamples(run: RunNumber? = nil, after: Int64 = 0) -> EventPages {
        EventPages(reader: self, query: EventQuery(run: run, withoutSamples: true, after: after), limit: nil)
    }
}
