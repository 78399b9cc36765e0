import Synchronization
import Values

/// A listener whose socket is made again when somebody removed it: who is on call must reach the executor.
final class KeptListener: Sendable {
    /// How long the socket may be missing before that is noticed.
    private static let pause = Duration.seconds(1)

    private let open: @Sendable () async throws(ControlError) -> Listener
    private let state: Mutex<State>

    private struct State {
        var current: Listener
        var isClosed = false
    }

    /// - Parameter open: Listens; called again whenever the socket is gone.
    /// - Throws: ``ControlError`` of the first call.
    init(_ open: @escaping @Sendable () async throws(ControlError) -> Listener) async throws(ControlError) {
        self.open = open
        state = Mutex(State(current: try await open()))
    }

    var path: String { current.path }

    private var current: Listener { state.withLock { $0.current } }

    /// The next connection, whichever socket it came through; see ``Listener/accept()``.
    func accept() async throws -> Connection {
        while true {
            let listener = current
            do {
                return try await listener.accept()
            } catch {
                guard isReplaced(listener), !Task.isCancelled else { throw error }
            }
        }
    }

    /// Looks after the socket until it is closed or the task is cancelled.
    func keep() async {
        while (try? await Task.sleep(for: Self.pause)) != nil, !state.withLock({ $0.isClosed }) {
            // What is there now, if anything, is another's: only a missing one is made again.
            guard current.isMissing, let fresh = try? await open() else { continue }
            replace(with: fresh)
        }
    }

    /// No more connections; see ``Listener/close()``.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.current
        }.close()
    }

    private func replace(with fresh: Listener) {
        let old = state.withLock { state in
            guard !state.isClosed else { return fresh }
            defer { state.current = fresh }
            return state.current
        }
        old.close()
    }

    private func isReplaced(_ listener: Listener) -> Bool {
        state.withLock { $0.current !== listener && !$0.isClosed }
    }
}
