import Delivery
import Synchronization

/// The one stream of events that every reader folds: dashboard, printed lines, watchers.
public final class EventFeed: Sendable {
    private struct Readers {
        var next = 0
        var continuations: [Int: AsyncStream<EventRecord>.Continuation] = [:]
    }

    private let readers = Mutex(Readers())

    public init() {}

    /// Everything that is recorded from now on. Ends with `finish()`.
    public func subscribe() -> AsyncStream<EventRecord> {
        let (stream, continuation) = AsyncStream<EventRecord>.makeStream()
        let number = readers.withLock { readers in
            readers.next += 1
            readers.continuations[readers.next] = continuation
            return readers.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.readers.withLock { _ = $0.continuations.removeValue(forKey: number) }
        }
        return stream
    }

    func publish(_ records: [EventRecord]) {
        let continuations = readers.withLock { Array($0.continuations.values) }
        for continuation in continuations {
            for record in records { continuation.yield(record) }
        }
    }

    /// No more events will come.
    public func finish() {
        let continuations = readers.withLock { Array($0.continuations.values) }
        for continuation in continuations { continuation.finish() }
    }
}
