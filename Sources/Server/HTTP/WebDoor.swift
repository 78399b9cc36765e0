import Control
import FlyingFox
import FlyingSocks
import Foundation

/// FlyingFox's server, from when it listens until it ends.
struct WebDoor: Sendable {
    /// Where clients find it.
    let address: ListenAddress
    private let pool: BoundedPool
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
                return try await open(try sockaddr_in.inet(ip4: host, port: port), limits, handler)
            case .ip6(let host, let port):
                return try await open(try sockaddr_in6.inet6(ip6: host, port: port), limits, handler)
            case .unix(let path):
                return try await open(path, limits, handler)
            }
        } catch {
            throw .cannotListen(address, reason: error.reason)
        }
    }

    /// Goes on until it is closed or breaks.
    ///
    /// - Throws: why it ended.
    func serve() async throws {
        defer { file?.remove() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            running.cancel()
        }
    }

    /// Takes no more connections, answers the requests that have arrived, and ends.
    ///
    /// - Parameter limit: how long clients have to read their answers; then their connections are cut.
    func close(within limit: Duration) async {
        file?.remove()
        pool.stop()
        let cut = Task { [running] in
            try? await Task.sleep(for: limit)
            running.cancel()
        }
        _ = await running.result
        cut.cancel()
    }

    private static func open(
        _ address: some SocketAddress, _ limits: WebLimits, _ handler: WebHandler
    ) async throws -> WebDoor {
        let life = Life(address, limits, handler, try await SocketEvents.pool())
        try await life.begin()
        guard let bound = await life.server.listeningAddress else { throw SocketError.disconnected }
        return WebDoor(address: ListenAddress(bound), pool: life.pool, running: life.running, file: nil)
    }

    /// It is made in a private directory, and nobody finds it before its permissions are right.
    private static func open(_ path: String, _ limits: WebLimits, _ handler: WebHandler) async throws -> WebDoor {
        let place = try await Offloaded.run { () throws in try SocketFile.Birthplace(of: path) }
        defer { place.remove() }
        let life = Life(sockaddr_un.unix(path: place.socket), limits, handler, try await SocketEvents.pool())
        try await life.begin()
        do {
            let file = try await Offloaded.run { () throws in try place.publish(permissions: 0o600) }
            return WebDoor(address: .unix(path), pool: life.pool, running: life.running, file: file)
        } catch {
            life.running.cancel()
            throw error
        }
    }
}

/// A server that was just started.
private struct Life {
    let server: HTTPServer
    let pool: BoundedPool
    let running: Task<Void, any Error>

    init(
        _ address: some SocketAddress, _ limits: WebLimits, _ handler: WebHandler, _ events: any AsyncSocketPool
    ) {
        let pool = BoundedPool(events, limits: limits)
        // The handler has its own times, and tells the client; this one is for the case that it doesn't keep them.
        let timeout = limits.arrival + limits.answer + .seconds(5)
        let server = HTTPServer(
            config: HTTPServer.Configuration(
                address: address, timeout: timeout / .seconds(1), sharedRequestReplaySize: 0, pool: pool,
                logger: .disabled),
            handler: handler)
        self.server = server
        self.pool = pool
        running = Task { try await server.run() }
    }

    /// Waits until it listens, or doesn't.
    func begin() async throws {
        let listening = Task { [server] in try await server.waitUntilListening() }
        let end = Task { [running] in
            _ = await running.result
            listening.cancel()
        }
        defer { end.cancel() }
        do {
            try await listening.value
        } catch {
            running.cancel()
            try await running.value
            throw error
        }
    }
}

extension Error {
    /// In the system's words where it is the system's.
    var reason: String {
        switch self as? SocketError {
        case .failed(_, let code, _): String(cString: strerror(code))
        case .disconnected: "the listening socket was closed"
        default: "\(self)"
        }
    }
}

extension ListenAddress {
    fileprivate init(_ address: Socket.Address) {
        switch address {
        case .ip4(let host, let port): self = .ip4(host, port: port)
        case .ip6(let host, let port): self = .ip6(host, port: port)
        case .unix(let path): self = .unix(path)
        }
    }
}
