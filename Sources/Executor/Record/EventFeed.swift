import Delivery
import Journal
import Synchronization

/// The one stream of events that every reader folds: dashboard, printed lines, watchers.
///
/// Publishing waits for no reader. One that falls behind, such as a terminal that was stopped, costs no more memory
/// than its buffer: the rest it reads from the journal when it goes on.
public final class EventFeed: Sendable {
    private struct Readers {
        var next = 0
        var buffers: [Int: FeedBuffer] = [:]
        var last: Int64 = 0
        var journal: Journal?
        var isFinished = false
    }

    private let capacity: Int
    private let readers = Mutex(Readers())

    /// - Parameter capacity: how many events a reader may be behind before it has to read them from the journal.
    public init(capacity: Int = 1024) {
        self.capacity = capacity
    }

    /// From now on, who was too slow reads from this journal.
    func read(from journal: Journal) {
        let last = journal.lastSequence
        readers.withLock { readers in
            readers.journal = journal
            readers.last = last
        }
    }

    /// Everything that is recorded from now on. Ends with `finish()`.
    public func subscribe() -> AsyncStream<EventRecord> { subscription().records }

    /// Everything that is recorded from now on, until it is finished by itself or with all others.
    public func subscription() -> FeedSubscription {
        let buffer = FeedBuffer(capacity: capacity)
        let reader = readers.withLock { readers in
            readers.next += 1
            let number = readers.next
            readers.buffers[number] = buffer
            if readers.isFinished { buffer.finish() }
            return FeedReader(buffer, after: readers.last, journal: readers.journal) { [weak self] in
                self?.readers.withLock { _ = $0.buffers.removeValue(forKey: number) }
            }
        }
        let records = AsyncStream {
            await reader.next()
        } onCancel: {
            buffer.finish()
        }
        return FeedSubscription(records: records, buffer: buffer)
    }

    func publish(_ records: [EventRecord]) {
        let buffers = readers.withLock { readers in
            readers.last = max(readers.last, records.last?.sequence ?? 0)
            return Array(readers.buffers.values)
        }
        for buffer in buffers { buffer.add(records) }
    }

    /// No more events will come.
    public func finish() {
        let buffers = readers.withLock { readers in
            readers.isFinished = true
            return Array(readers.buffers.values)
        }
        for buffer in buffers { buffer.finish() }
    }
}

/// One reader's stream of events. For one reader.
public struct FeedSubscription: Sendable {
    public let records: AsyncStream<EventRecord>
    private let buffer: FeedBuffer

    init(records: AsyncStream<EventRecord>, buffer: FeedBuffer) {
        self.records = records
        self.buffer = buffer
    }

    /// How many events wait in memory to be read.
    public var waiting: Int { buffer.count }

    /// No more events will come; what was published so far can still be read.
    public func finish() { buffer.finish() }
}
