import Delivery
import Journal
import Synchronization

/// Tells whoever shows it when nothing can be recorded for lack of room, and when there is room again.
public final class RoomWatch: Sendable {
    private struct State {
        var trouble: JournalError?
        var next = 0
        var watchers: [Int: AsyncStream<JournalError?>.Continuation] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// Why nothing can be recorded now; `nil` while it can.
    public var trouble: JournalError? { state.withLock { $0.trouble } }

    /// Every change from now on, and the trouble that there is already.
    public func changes() -> AsyncStream<JournalError?> {
        let (stream, continuation) = AsyncStream<JournalError?>.makeStream(bufferingPolicy: .bufferingNewest(8))
        let number = state.withLock { state in
            state.next += 1
            state.watchers[state.next] = continuation
            if let trouble = state.trouble { continuation.yield(trouble) }
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return stream
    }

    func report(_ trouble: JournalError?) {
        let watchers = state.withLock { state -> [AsyncStream<JournalError?>.Continuation] in
            guard (state.trouble == nil) != (trouble == nil) else { return [] }
            state.trouble = trouble
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.yield(trouble) }
    }
}
