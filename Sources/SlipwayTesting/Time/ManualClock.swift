import Synchronization
import Values

/// A clock whose sleepers a test wakes, one after the other, and which says how long they wanted to sleep.
public final class ManualClock: Clock {
    public struct Instant: InstantProtocol {
        let offset: Duration
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var next = 0
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    /// What was asked for, in turn.
    public let sleeps: AsyncStream<Duration>
    private let asked: AsyncStream<Duration>.Continuation
    private let state = Mutex(State())

    public init() {
        (sleeps, asked) = AsyncStream.makeStream()
    }

    public var now: Instant { Instant(offset: .zero) }
    public var minimumResolution: Duration { .nanoseconds(1) }

    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard deadline.offset > .zero else { return }
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !Task.isCancelled { state.sleepers[number] = continuation }
                    return Task.isCancelled
                }
                if isOver { continuation.resume() }
                asked.yield(deadline.offset)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
        }
        try Task.checkCancellation()
    }

    /// The time of everybody who sleeps is over.
    public func wakeAll() {
        let sleepers = state.withLock { state in
            defer { state.sleepers = [:] }
            return state.sleepers.values
        }
        for sleeper in sleepers { sleeper.resume() }
    }
}
