import Delivery
import Synchronization

/// What has just happened and one subscriber has not read yet: the newest events, as many as there is room for. They
/// are shared with the other subscribers' buffers.
///
/// Adding never waits. What is pushed out leaves a gap in the numbers, by which the subscriber finds out.
final class LiveBuffer: Sendable {
    private struct State {
        var events: [OutgoingEvent] = []
        var isFinished = false
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when there is something to ``take()``; ends when the task that listens is cancelled.
    let rings: AsyncStream<Void>

    init(capacity: Int) {
        self.capacity = capacity
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ events: [OutgoingEvent]) {
        state.withLock { state in
            state.events += events.suffix(capacity)
            state.events.removeFirst(max(state.events.count - capacity, 0))
        }
        bell.yield()
    }

    /// No more will be added.
    func finish() {
        state.withLock { $0.isFinished = true }
        bell.yield()
    }

    /// All that is there, which makes room for more, and whether that was the last of it.
    func take() -> (events: [OutgoingEvent], isLast: Bool) {
        state.withLock { state in
            defer { state.events = [] }
            return (state.events, state.isFinished)
        }
    }
}
