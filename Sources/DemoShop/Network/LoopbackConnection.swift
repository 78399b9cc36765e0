import FlyingSocks
import Foundation
import Posix

/// One TCP connection to this machine, from the side that opened it. Its owner closes it, once.
struct LoopbackConnection: Sendable {
    private let socket: AsyncSocket

    /// - Throws: `ConnectionFailure`; `SocketError` when the system gives no socket; `CancellationError` when the task
    ///   is cancelled while it waits.
    static func open(to address: LoopbackAddress, pool: any AsyncSocketPool) async throws -> LoopbackConnection {
        let target = try address.socketAddress()
        let connection = LoopbackConnection(socket: try makeSocket(for: target, pool: pool))
        do {
            try await connection.socket.connect(to: target)
            return connection
        } catch {
            let failure = connection.explain(error)
            connection.close()
            throw failure
        }
    }

    /// - Throws: as `open`.
    func write(_ data: Data) async throws {
        do {
            try await socket.write(data)
        } catch {
            throw explain(error)
        }
    }

    /// At least one byte, at most `limit`; `nil` at the end of the stream.
    ///
    /// - Throws: as `open`.
    func read(atMost limit: Int) async throws -> [UInt8]? {
        do {
            return try await socket.read(atMost: limit)
        } catch {
            let failure = explain(error)
            if case ConnectionFailure.closed = failure { return nil }
            throw failure
        }
    }

    /// Whether an idle connection can carry a request: the peer has neither closed it nor sent anything unasked.
    var isQuiet: Bool {
        do {
            _ = try socket.socket.read(atMost: 1)
            return false
        } catch {
            return (error as? SocketError) == .blocked
        }
    }

    func close() {
        try? socket.close()
    }

    private static func makeSocket(for address: any SocketAddress, pool: any AsyncSocketPool) throws -> AsyncSocket {
        let socket = try Socket(domain: Int32(type(of: address).family), type: .stream)
        do {
            // Children of this process must not hold customers' connections open.
            _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
            try socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
            return try AsyncSocket(socket: socket, pool: pool)
        } catch {
            try? socket.close()
            throw error
        }
    }

    /// The socket pool reports a refused or reset connection as "disconnected"; the socket itself knows which it was.
    private func explain(_ error: any Error) -> any Error {
        guard let error = error as? SocketError else { return error }
        switch error {
        case .failed(_, let code, _): return ConnectionFailure(code: code)
        default:
            let pending = try? socket.socket.getValue(for: Int32SocketOption(name: SO_ERROR))
            return ConnectionFailure(code: pending ?? 0)
        }
    }
}

/// How a connection ended before its work was done.
enum ConnectionFailure: Error, Equatable, CustomStringConvertible {
    case refused
    case reset
    case closed
    case system(code: Int32)

    /// - Parameter code: an `errno`; 0 when the peer closed the connection in good order.
    init(code: Int32) {
        switch code {
        case 0: self = .closed
        case ECONNREFUSED: self = .refused
        case ECONNRESET, EPIPE: self = .reset
        default: self = .system(code: code)
        }
    }

    var description: String {
        switch self {
        case .refused: "connection refused"
        case .reset: "connection reset by the other side"
        case .closed: "connection closed by the other side"
        case .system(let code): SystemCallError.reason(of: code)
        }
    }
}
