import FlyingSocks
import Foundation
import Synchronization

/// FlyingFox's socket pool, with two things that its server does not offer.
///
/// - A stop that loses nothing: no connection is accepted and nothing more is awaited from clients, but what has
///   arrived is answered. The server's own `stop` discards requests that it has not yet read, and then waits for its
///   whole timeout, because nothing wakes its accept.
/// - No delay between the two writes of an answer: without TCP_NODELAY, Nagle's algorithm and delayed acknowledgements
///   can hold the body back for 40 ms.
final class StoppablePool: AsyncSocketPool {
    private struct Values {
        var isStopped = false
        var listener: Socket?
        var accepting: Task<Void, any Error>?
        var reading: Set<Socket> = []
    }

    private let base: any AsyncSocketPool
    private let values = Mutex(Values())

    init(_ base: any AsyncSocketPool) {
        self.base = base
    }

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        guard events.contains(.read) else { return try await base.suspendSocket(socket, untilReadyFor: events) }
        if isListener(socket) {
            try await waitForConnection(on: socket)
        } else {
            try await waitForInput(on: socket)
        }
    }

    /// Ends every wait for input, now and from now on.
    func stop() {
        values.withLock { values in
            values.isStopped = true
            // Linux refuses new connections from here on; elsewhere they are reset when the server ends.
            if let listener = values.listener { shutdown(listener.file.rawValue, Int32(SHUT_RDWR)) }
            values.accepting?.cancel()
            // The owner of a socket closes it only after its wait has ended, so that these are all still open.
            for socket in values.reading { shutdown(socket.file.rawValue, Int32(SHUT_RD)) }
        }
    }

    private func isListener(_ socket: Socket) -> Bool {
        if let listener = values.withLock(\.listener) { return listener == socket }
        let isListener = (try? socket.getValue(for: BoolSocketOption(name: SO_ACCEPTCONN))) ?? false
        if isListener { values.withLock { $0.listener = socket } }
        return isListener
    }

    private func waitForConnection(on socket: Socket) async throws {
        let wait = Task { [base] in try await base.suspendSocket(socket, untilReadyFor: .connection) }
        let isStopped = values.withLock { values in
            values.accepting = wait
            return values.isStopped
        }
        if isStopped { wait.cancel() }
        let result = await withTaskCancellationHandler {
            await wait.result
        } onCancel: {
            wait.cancel()
        }
        if values.withLock(\.isStopped) { throw SocketError.disconnected }
        try result.get()
    }

    private func waitForInput(on socket: Socket) async throws {
        let isStopped = values.withLock { values in
            if !values.isStopped { values.reading.insert(socket) }
            return values.isStopped
        }
        if isStopped { throw SocketError.disconnected }
        defer { _ = values.withLock { $0.reading.remove(socket) } }
        try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try await base.suspendSocket(socket, untilReadyFor: .read)
    }
}
