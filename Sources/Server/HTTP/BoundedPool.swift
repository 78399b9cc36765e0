import Control
import FlyingSocks
import Foundation
import Synchronization

/// The process's socket pool as FlyingFox's server uses it, with what the server leaves open: how long it waits for a
/// client, for how many of them at once, and a stop that answers what has arrived.
///
/// All that the server waits for passes here: for the next client, and for a client to send, or to take, some bytes.
final class BoundedPool: AsyncSocketPool {
    private struct Wait {
        let socket: Socket
        let isForInput: Bool
        let task: Task<Void, any Error>
    }

    private struct Values {
        var isStopped = false
        var listener: Socket?
        var accepting: Task<Void, any Error>?
        /// By age: a newer one has a higher number.
        var waits: [Int: Wait] = [:]
        var next = 0
    }

    private let base: any AsyncSocketPool
    private let limits: WebLimits
    private let values = Mutex(Values())

    init(_ base: any AsyncSocketPool, limits: WebLimits) {
        self.base = base
        self.limits = limits
    }

    /// It runs already, for the whole process: one of FlyingSocks' own loses a descriptor whenever it ends.
    func prepare() {}

    func run() async throws {
        let (end, continuation) = AsyncStream<Void>.makeStream()
        defer { continuation.finish() }
        _ = await end.first { true }
        try Task.checkCancellation()
    }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // The programs that are started here would keep the address, or a client, long after this server.
        socket.keepPrivate()
        if isListener(socket) {
            try await waitForConnection(on: socket)
        } else {
            try await waitForClient(on: socket, events)
        }
    }

    /// Ends every wait for input, now and from now on: what has arrived is still answered.
    func stop() {
        values.withLock { values in
            values.isStopped = true
            // Linux refuses new connections from here on; elsewhere they are reset when the server ends.
            if let listener = values.listener { shutdown(listener.file.rawValue, Int32(SHUT_RDWR)) }
            values.accepting?.cancel()
            // A socket is closed only after the wait for it has ended: these are all still open.
            for wait in values.waits.values where wait.isForInput {
                shutdown(wait.socket.file.rawValue, Int32(SHUT_RD))
            }
        }
    }

    private func isListener(_ socket: Socket) -> Bool {
        if let listener = values.withLock(\.listener) { return listener == socket }
        let isListener = (try? socket.getValue(for: BoolSocketOption(name: SO_ACCEPTCONN))) ?? false
        if isListener { values.withLock { $0.listener = socket } }
        return isListener
    }

    private func waitForConnection(on socket: Socket) async throws {
        let task = Task { [base] in try await base.suspendSocket(socket, untilReadyFor: .connection) }
        let isStopped = values.withLock { values in
            values.accepting = task
            return values.isStopped
        }
        if isStopped { task.cancel() }
        let result = await Self.result(of: task)
        // To FlyingFox that is an end, not an error that cuts off everybody.
        if values.withLock(\.isStopped) { throw SocketError.disconnected }
        try result.get()
    }

    private func waitForClient(on socket: Socket, _ events: Socket.Events) async throws {
        let task = Task { [base, limits] in
            let isReady: Void? = try await Deadline.limit(limits.silence) {
                try await base.suspendSocket(socket, untilReadyFor: events)
            }
            if isReady == nil { throw SocketError.disconnected }
        }
        let number = enter(Wait(socket: socket, isForInput: events.contains(.read), task: task))
        let result = await Self.result(of: task)
        values.withLock { $0.waits[number] = nil }
        try result.get()
    }

    /// When there are too many, the one that has waited longest gives way.
    private func enter(_ wait: Wait) -> Int {
        values.withLock { values in
            if values.waits.count >= limits.connections, let oldest = values.waits.keys.min() {
                values.waits.removeValue(forKey: oldest)?.task.cancel()
            }
            if values.isStopped, wait.isForInput { wait.task.cancel() }
            values.next += 1
            values.waits[values.next] = wait
            return values.next
        }
    }

    private static func result(of task: Task<Void, any Error>) async -> Result<Void, any Error> {
        await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
    }
}
