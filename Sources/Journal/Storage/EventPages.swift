import Delivery

/// Recorded events one after the other, read from disk a page at a time.
///
/// It ends after the last event there is. To follow a journal that grows, ask again for what comes after that one.
public struct EventPages: AsyncSequence, Sendable {
    public typealias Element = EventRecord
    public typealias Failure = JournalError

    private static let pageSize = 256

    let reader: JournalReader
    let query: EventQuery
    /// How many events at most; `nil` is all.
    let limit: Int?

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: reader, query: query, rest: limit ?? .max)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: JournalReader
        fileprivate var query: EventQuery
        fileprivate var rest: Int
        private var page: ArraySlice<EventRecord> = []

        fileprivate init(reader: JournalReader, query: EventQuery, rest: Int) {
            self.reader = reader
            self.query = query
            self.rest = rest
        }

        /// - Throws: ``JournalError`` when the file or an event in it can't be read.
        public mutating func next(
            isolation actor: isolated (any _Concurrency.Actor)?
        ) async throws(JournalError) -> EventRecord? {
            if page.isEmpty { try await turn(isolation: actor) }
            return page.popFirst()
        }

        private mutating func turn(isolation actor: isolated (any _Concurrency.Actor)?) async throws(JournalError) {
            let count = Swift.min(rest, EventPages.pageSize)
            guard count > 0 else { return }
            page = try await reader.page(of: query, limit: count)[...]
            query.after = page.last?.sequence ?? query.after
            rest = page.count < count ? 0 : rest - count
        }
    }

    /// All of them at once.
    ///
    /// - Throws: ``JournalError`` when the file or an event in it can't be read.
    public func all() async throws(JournalError) -> [EventRecord] {
        var records: [EventRecord] = []
        for try await record in self { records.append(record) }
        return records
    }
}
