import Delivery
import Journal

/// Reads one subscription of the feed: from its buffer, and from the journal what was pushed out of it.
actor FeedReader {
    private let buffer: FeedBuffer
    private let journal: Journal?
    private let leave: @Sendable () -> Void
    /// The number of the last event that was read.
    private var cursor: Int64
    private var fresh: ArraySlice<EventRecord> = []
    private var missed: EventPages.AsyncIterator?
    private var isOver = false

    init(_ buffer: FeedBuffer, after cursor: Int64, journal: Journal?, leave: @escaping @Sendable () -> Void) {
        self.buffer = buffer
        self.cursor = cursor
        self.journal = journal
        self.leave = leave
    }

    deinit { leave() }

    /// The next event; `nil` when there are no more. One caller at a time.
    func next() async -> EventRecord? {
        while true {
            if let record = await nextMissed() ?? fresh.popFirst() {
                guard record.sequence > cursor else { continue }
                cursor = record.sequence
                return record
            }
            if isOver { return nil }
            let (records, isLast) = await buffer.take()
            (fresh, isOver) = (records[...], isLast)
            if let first = records.first, first.sequence > cursor + 1 { await catchUp() }
        }
    }

    /// What was pushed out stands in the journal, once what waits in memory is written there.
    private func catchUp() async {
        guard let journal else { return }
        try? await journal.flush()
        missed = journal.reader.events(after: cursor).makeAsyncIterator()
    }

    /// The next one before those that are still in the buffer. What can't be read is passed over.
    private func nextMissed() async -> EventRecord? {
        guard var reading = missed.take(), let end = fresh.first?.sequence else { return nil }
        guard let record = try? await reading.next(isolation: self), record.sequence < end else { return nil }
        missed = reading
        return record
    }
}
