import FlyingSocks
import Foundation
import Journal

/// A Unix socket that others connect to.
package final class Listener: Sendable {
    package let path: String
    private let file: FileIdentity?
    private let acceptor: Acceptor

    private static let backlog: Int32 = 128

    private init(path: String, socket: Socket, events: any AsyncSocketPool) throws {
        self.path = path
        file = FileIdentity(path)
        acceptor = try Acceptor(socket, events: events)
    }

    /// Listens at `path`, in place of a socket that a crashed process left there.
    ///
    /// - Parameter permissions: Of the socket's file; it never has others, not even for an instant.
    /// - Throws: ``ControlError`` when a living process listens there already, or the system refuses.
    package static func open(at path: String, permissions: mode_t) async throws(ControlError) -> Listener {
        do {
            let events = try await SocketEvents.pool()
            return try await Offloaded.run {
                Listener.removeLeftover(temporary(path))
                let socket = try bound(to: temporary(path), permissions: permissions)
                do {
                    try publish(temporary(path), as: path)
                    return try Listener(path: path, socket: socket, events: events)
                } catch {
                    unlink(temporary(path))
                    try? socket.close()
                    throw error
                }
            }
        } catch let error as ControlError {
            throw error
        } catch {
            throw .unusable(path: path, detail: "\(error)")
        }
    }

    /// The next connection, also one that was made just before ``close()``.
    ///
    /// - Throws: `CancellationError` when it is closed, or an error of the system after which no more will come.
    package func accept() async throws -> Connection { try await acceptor.accept() }

    /// No more connections: whoever tries is told that nobody listens.
    package func close() {
        if let file, file == FileIdentity(path) { unlink(path) }
        acceptor.close()
    }

    private static func temporary(_ path: String) -> String { "\(path).\(getpid())" }

    private static func removeLeftover(_ path: String) {
        if FileIdentity(path)?.isSocket == true { unlink(path) }
    }

    private static func bound(to path: String, permissions: mode_t) throws -> Socket {
        guard path.utf8.count <= SocketPlace.longestPath else {
            throw SystemFailure(call: "bind", code: ENAMETOOLONG)
        }
        let socket = try Socket.unixStream()
        do {
            try socket.bind(to: .unix(path: path))
            guard chmod(path, permissions) == 0 else { throw SystemFailure.last("chmod") }
        } catch {
            try? socket.close()
            throw error
        }
        // FlyingSocks closes it itself when this does not work.
        try socket.listen(maxPendingConnection: backlog)
        return socket
    }

    /// Gives the socket its name, once it takes connections: nobody finds one there that does not answer.
    private static func publish(_ temporary: String, as path: String) throws {
        if let found = FileIdentity(path) {
            guard found.isSocket else { throw ControlError.unusable(path: path, detail: "it is not a socket") }
            guard !isAlive(path) else { throw ControlError.alreadyServed(path: path) }
        }
        guard rename(temporary, path) == 0 else { throw SystemFailure.last("rename") }
    }

    private static func isAlive(_ path: String) -> Bool {
        guard let probe = try? Socket.unixStream() else { return true }
        defer { try? probe.close() }
        do {
            try probe.setFlags(.nonBlocking)
            try probe.connect(to: .unix(path: path))
            return true
        } catch {
            return error.systemCode != ECONNREFUSED && error.systemCode != ENOENT
        }
    }
}
