import Synchronization

/// Lets a source of events run ahead of the screen only so far: while a terminal is stopped, nothing piles up.
final class Backlog: Sendable {
    private struct State {
        var room: Int
        var waiting: CheckedContinuation<Void, Never>?
        var isClosed = false
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(room: limit))
    }

    /// Returns when there is room for one more. For one task; a cancelled one goes on at once.
    func enter() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.room == 0, !state.isClosed else {
                        state.room -= 1
                        return true
                    }
                    state.waiting = continuation
                    return false
                }
                if isFree { continuation.resume() }
            }
        } onCancel: {
            close()
        }
    }

    /// One was dealt with.
    func leave() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiting = state.waiting.take() else {
                state.room += 1
                return nil
            }
            return waiting
        }
        waiting?.resume()
    }

    private func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.waiting.take()
        }
        waiting?.resume()
    }
}
