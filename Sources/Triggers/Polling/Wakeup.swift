import Synchronization

/// Wakes up whoever waits for it; with nobody waiting, it is remembered once.
final class Wakeup: Sendable {
    private struct State {
        var isDue = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func wake() {
        let waiting = state.withLock { state in
            if state.waiting == nil { state.isDue = true }
            return state.waiting.take()
        }
        waiting?.resume()
    }

    /// Returns when woken, or when the task is cancelled. Only one may wait at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    if Task.isCancelled { return continuation }
                    if state.isDue {
                        state.isDue = false
                        return continuation
                    }
                    defer { state.waiting = continuation }
                    return state.waiting
                }
                ready?.resume()
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}
