import Delivery
import Synchronization

/// What has just happened and one reader has not read yet: the newest events, as many as there is room for.
///
/// Adding never waits. What is pushed out leaves a gap in the numbers, by which the reader finds out.
final class FeedBuffer: Sendable {
    private struct State {
        var records: [EventRecord] = []
        var isFinished = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    func add(_ records: [EventRecord]) {
        change { state in
            guard !state.isFinished else { return }
            state.records += records.suffix(capacity)
            state.records.removeFirst(max(state.records.count - capacity, 0))
        }
    }

    var count: Int { state.withLock { $0.records.count } }

    /// No more will be added; what is there can still be taken.
    func finish() {
        change { $0.isFinished = true }
    }

    /// All that is there as soon as there is something, and whether that was the last of it. For one reader.
    func take() async -> (records: [EventRecord], isLast: Bool) {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.records.isEmpty || state.isFinished { return true }
                state.reader = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
        return state.withLock { state in
            defer { state.records = [] }
            return (state.records, state.isFinished)
        }
    }

    private func change(_ body: (inout sending State) -> Void) {
        let reader = state.withLock { state in
            body(&state)
            return state.reader.take()
        }
        reader?.resume()
    }
}
