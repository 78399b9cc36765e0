import FlyingSocks
import Foundation
import Journal
import Posix
import Sockets
import StateDirectory
import Synchronization
import Values

/// A Unix socket that others connect to.
final class Listener: Sendable {
    let path: String
    private let socket: Socket
    private let file: SocketFile
    private let events: any AsyncSocketPool
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        /// Ends when someone connects, or at ``close()``.
        var waiting: Task<Void, any Error>?
    }

    private static let backlog: Int32 = 128

    private init(_ file: SocketFile, socket: Socket, events: any AsyncSocketPool) throws {
        path = file.path
        self.file = file
        self.socket = socket
        self.events = events
        try socket.setFlags(.nonBlocking)
    }

    deinit { try? socket.close() }

    /// Listens at `path`, in place of a socket that a crashed process left there.
    ///
    /// - Parameter permissions: Of the socket's file; it never has others, not even for an instant.
    /// - Throws: ``ControlError`` when a living process listens there already, or the system refuses.
    static func open(at path: String, permissions: mode_t) async throws(ControlError) -> Listener {
        do {
            let events = try await SocketEvents.pool()
            return try await Offloaded.run {
                Listener.removeLeftover(temporary(path))
                let socket = try bound(to: temporary(path), permissions: permissions)
                do {
                    let file = try SocketFile.publish(temporary(path), as: path)
                    return try Listener(file, socket: socket, events: events)
                } catch {
                    unlink(temporary(path))
                    try? socket.close()
                    throw error
                }
            }
        } catch let error as SocketFileError {
            switch error {
            case .inUse(let path): throw .alreadyServed(path: path)
            case .notSocket(let path): throw .unusable(path: path, detail: "it is not a socket")
            }
        } catch {
            throw .unusable(path: path, detail: "\(error)")
        }
    }

    /// Whether nothing is at the path any more, so that nobody finds the way here.
    var isMissing: Bool { FileIdentity(path) == nil }

    /// The next connection, also one that was made just before ``close()``.
    ///
    /// - Throws: `CancellationError` when it is closed, or an error of the system after which no more will come.
    func accept() async throws -> Connection {
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

    /// No more connections: whoever tries is told that nobody listens.
    func close() {
        file.remove()
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

    private static func temporary(_ path: String) -> String { "\(path).\(getpid())" }

    private static func removeLeftover(_ path: String) {
        if FileIdentity(path)?.isSocket == true { unlink(path) }
    }

    private static func bound(to path: String, permissions: mode_t) throws -> Socket {
        guard path.utf8.count <= SocketPlace.longestPath else {
            throw SystemCallError("bind", number: ENAMETOOLONG)
        }
        let socket = try Socket.unixStream()
        do {
            try socket.bind(to: .unix(path: path))
            guard chmod(path, permissions) == 0 else { throw SystemCallError("chmod") }
        } catch {
            try? socket.close()
            throw error
        }
        // FlyingSocks closes it itself when this does not work.
        try socket.listen(maxPendingConnection: backlog)
        return socket
    }
}
