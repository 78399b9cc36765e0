import FlyingSocks
import Foundation
import Journal
import Posix
import Sockets
import StateDirectory

/// A connected stream socket. Waiting for it takes no thread.
///
/// The descriptor is closed with the last reference, never before: nobody can wait for a number that already means
/// another socket.
final class Connection: Sendable {
    private let socket: Socket
    private let events: any AsyncSocketPool

    private static let chunk = 16 * 1024
    /// How long a listener may be too busy to take a connection.
    private static let connectLimit = timeval(tv_sec: 5, tv_usec: 0)

    init(_ socket: Socket, events: any AsyncSocketPool) throws {
        self.socket = socket
        self.events = events
        try socket.setFlags(.nonBlocking)
    }

    deinit { try? socket.close() }

    /// Connects to whoever listens at `path`.
    ///
    /// - Throws: ``SystemCallError`` when nobody does, or it is not allowed.
    static func open(to path: String) async throws -> Connection {
        let events = try await SocketEvents.pool()
        let socket = try await Offloaded.run { () throws(SystemCallError) in try connect(to: path) }
        return try Connection(socket, events: events)
    }

    /// A Unix socket can't be waited for while its listener's queue is full: only a blocking call gets its turn.
    private static func connect(to path: String) throws(SystemCallError) -> Socket {
        guard path.utf8.count <= SocketPlace.longestPath else {
            throw SystemCallError("connect", number: ENAMETOOLONG)
        }
        let socket = try Socket.unixStream()
        var limit = connectLimit
        setsockopt(socket.file.rawValue, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        do {
            try socket.connect(to: .unix(path: path))
            return socket
        } catch {
            let code = errno
            try? socket.close()
            throw SystemCallError("connect", number: error.systemCode ?? code)
        }
    }

    /// Whose process is at the other end.
    func peer() throws(SystemCallError) -> PeerCredentials { try PeerCredentials.of(socket.file.rawValue) }

    /// The next bytes; none at the end.
    ///
    /// - Throws: `CancellationError`, or an error of the system.
    func read() async throws -> [UInt8] {
        while true {
            try Task.checkCancellation()
            do {
                return try socket.read(atMost: Self.chunk)
            } catch SocketError.blocked {
                try await wait(for: .read)
            } catch SocketError.disconnected {
                return []
            }
        }
    }

    /// Writes everything, as fast as the other side reads.
    ///
    /// - Throws: `CancellationError`, or ``SystemCallError`` when nobody can read it any more.
    func write(_ bytes: Data) async throws {
        var rest = bytes
        while !rest.isEmpty {
            try Task.checkCancellation()
            let count = rest.withUnsafeBytes(socket.sendNow)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try await wait(for: .write)
            } else if errno != EINTR {
                throw SystemCallError("send")
            }
        }
    }

    /// Writes what goes out at once, for someone who is turned away.
    func writeInPassing(_ bytes: Data) {
        _ = bytes.withUnsafeBytes(socket.sendNow)
    }

    /// Whether the other side has closed it, also where not all that it had sent was read.
    var isAbandoned: Bool {
        var polled = pollfd(fd: socket.file.rawValue, events: 0, revents: 0)
        return poll(&polled, 1, 0) > 0 && Int32(polled.revents) & (POLLHUP | POLLERR) != 0
    }

    /// What the other side has sent so far can still be read, and answered.
    func stopReading() { socket.end(.reading) }

    /// Ends it at once; whoever reads or writes here is told.
    func hangUp() { socket.end(.both) }

    private func wait(for event: Socket.Event) async throws {
        do {
            try await events.suspendSocket(socket, untilReadyFor: [event])
        } catch SocketError.disconnected {
            // The next call to the system says what is left to read, and what became of the other side.
        }
    }
}
