import FlyingSocks
import Foundation
import Synchronization

/// A listening socket that gives one connection after the other. Waiting for them takes no thread.
package final class Acceptor: Sendable {
    private let socket: Socket
    private let events: any AsyncSocketPool
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        /// Ends when someone connects, or at ``close()``.
        var waiting: Task<Void, any Error>?
    }

    /// - Parameter socket: listens already; it is closed with the last reference to this.
    package init(_ socket: Socket, events: any AsyncSocketPool) throws {
        self.socket = socket
        self.events = events
        try socket.setFlags(.nonBlocking)
    }

    deinit { try? socket.close() }

    /// The next connection, also one that was made just before ``close()``.
    ///
    /// - Throws: `CancellationError` when it is closed, or an error of the system after which no more will come.
    package func accept() async throws -> Connection {
        while true {
            try Task.checkCancellation()
            do {
                let accepted = Socket(file: try socket.accept().file)
                accepted.keepPrivate()
                return try Connection(accepted, events: events)
            } catch SocketError.blocked {
                try await waitForConnection()
            } catch {
                try await recover(from: error)
            }
        }
    }

    /// Waits for no more connections.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            state.waiting?.cancel()
        }
    }

    private func waitForConnection() async throws {
        let waiting = state.withLock { state in
            let task = Task { [events, socket] in
                try await events.suspendSocket(socket, untilReadyFor: .connection)
            }
            if state.isClosed { task.cancel() }
            state.waiting = task
            return task
        }
        try await withTaskCancellationHandler {
            try await waiting.value
        } onCancel: {
            waiting.cancel()
        }
    }

    /// Someone who gave up while waiting is no trouble; when descriptors are used up, they come back.
    private func recover(from error: any Error) async throws {
        switch error.systemCode {
        case ECONNABORTED, EINTR: return
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: try await Task.sleep(for: .milliseconds(100))
        default: throw error
        }
    }
}
