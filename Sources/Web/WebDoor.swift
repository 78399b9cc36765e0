import FlyingSocks
import Foundation
import Posix
import Sockets
import Values

/// An address that is answered, from when it listens until it ends.
struct WebDoor: Sendable {
    /// Where clients find it.
    let address: ListenAddress
    private let loop: WebLoop
    private let running: Task<Void, any Error>
    /// Of a Unix socket.
    private let file: SocketFile?

    /// - Throws: ``WebServerError``.
    static func open(
        _ address: ListenAddress, limits: WebLimits, handler: WebHandler
    ) async throws(WebServerError) -> WebDoor {
        do {
            switch address {
            case .ip4(let host, let port):
                let listener = try ListeningSocket(sockaddr_in.inet(ip4: host, port: port), domain: AF_INET)
                return try WebDoor(listener, at: listener.address, limits, handler)
            case .ip6(let host, let port):
                let listener = try ListeningSocket(sockaddr_in6.inet6(ip6: host, port: port), domain: AF_INET6)
                return try WebDoor(listener, at: listener.address, limits, handler)
            case .unix(let path):
                return try await Offloaded.run { () throws in try open(path, limits, handler) }
            }
        } catch {
            throw .cannotListen(address, reason: error.reason)
        }
    }

    private init(
        _ listener: ListeningSocket, at address: ListenAddress, _ limits: WebLimits, _ handler: WebHandler,
        file: SocketFile? = nil
    ) throws {
        let loop = try WebLoop(listener, limits: limits, handler: handler)
        self.address = address
        self.loop = loop
        self.file = file
        running = Task { try await loop.run() }
    }

    /// It is made in a private directory, and nobody finds it before its permissions are right.
    private static func open(_ path: String, _ limits: WebLimits, _ handler: WebHandler) throws -> WebDoor {
        let place = try SocketFile.Birthplace(of: path)
        defer { place.remove() }
        let listener = try ListeningSocket(sockaddr_un.unix(path: place.socket), domain: AF_UNIX)
        let file = try place.publish(permissions: 0o600)
        return try WebDoor(listener, at: .unix(path), limits, handler, file: file)
    }

    /// Goes on until it is closed or breaks.
    ///
    /// - Throws: why it ended.
    func serve() async throws {
        defer { file?.remove() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            loop.stop(by: .now)
        }
    }

    /// Takes no more connections, answers the requests that have arrived, and ends.
    ///
    /// - Parameter limit: how long clients have to read their answers; then their connections are cut.
    func close(within limit: Duration) async {
        file?.remove()
        loop.stop(by: .now + limit)
        _ = await running.result
    }
}

extension Error {
    /// In the system's words where it is the system's.
    var reason: String {
        if let failure = self as? SystemCallError { return failure.reason }
        if case .failed(_, let code, _)? = self as? SocketError { return SystemCallError.reason(of: code) }
        return "\(self)"
    }
}
