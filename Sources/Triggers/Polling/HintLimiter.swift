import Synchronization
import Values

/// Lets a hint through at once, and makes one of all that come within the second after it: signed messages can be sent
/// again by whoever has seen them, and each would have the source asked.
package final class HintLimiter: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
        var isPending = false
    }

    private let state = Mutex(State())
    private let interval: Duration
    private let pass: @Sendable () -> Void

    package init(interval: Duration = .seconds(1), pass: @escaping @Sendable () -> Void) {
        self.interval = interval
        self.pass = pass
    }

    package func take() {
        let wait = state.withLock { state -> Duration? in
            guard !state.isPending else { return nil }
            let rest = state.last.map { interval - (.now - $0) } ?? .zero
            if rest > .zero { state.isPending = true } else { state.last = .now }
            return rest
        }
        guard let wait else { return }
        guard wait > .zero else { return pass() }
        Task { [self] in
            try? await Task.sleep(for: wait)
            state.withLock { state in
                state.isPending = false
                state.last = .now
            }
            pass()
        }
    }
}
