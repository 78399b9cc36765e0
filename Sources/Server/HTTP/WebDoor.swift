import Control
import FlyingSocks
import Foundation

/// The socket that clients connect to.
enum WebDoor: Sendable {
    case network(Acceptor, ListenAddress)
    case local(Listener)

    private static let backlog: Int32 = 128

    /// - Throws: ``WebServerError``.
    static func open(_ address: ListenAddress) async throws(WebServerError) -> WebDoor {
        do {
            switch address {
            case .ip4(let host, let port):
                return try await open(try sockaddr_in.inet(ip4: host, port: port), AF_INET)
            case .ip6(let host, let port):
                return try await open(try sockaddr_in6.inet6(ip6: host, port: port), AF_INET6)
            case .unix(let path):
                return .local(try await Listener.open(at: path, permissions: 0o600))
            }
        } catch {
            throw .cannotListen(address, reason: "\((error as? SocketError).map(Self.reason) ?? "\(error)")")
        }
    }

    private static func open(_ address: some SocketAddress, _ domain: Int32) async throws -> WebDoor {
        let socket = try Socket(domain: domain)
        do {
            socket.keepPrivate()
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: address)
        } catch {
            try? socket.close()
            throw error
        }
        // FlyingSocks closes it itself when this does not work.
        try socket.listen(maxPendingConnection: backlog)
        let bound = try socket.sockname()
        return .network(try Acceptor(socket, events: try await SocketEvents.pool()), ListenAddress(bound))
    }

    /// Where clients find it.
    var address: ListenAddress {
        switch self {
        case .network(_, let address): address
        case .local(let listener): .unix(listener.path)
        }
    }

    /// - Throws: `CancellationError` when it is closed, or an error of the system after which no more will come.
    func accept() async throws -> Connection {
        switch self {
        case .network(let acceptor, _): try await acceptor.accept()
        case .local(let listener): try await listener.accept()
        }
    }

    func close() {
        switch self {
        case .network(let acceptor, _): acceptor.close()
        case .local(let listener): listener.close()
        }
    }

    private static func reason(_ error: SocketError) -> String {
        if case .failed(_, let code, _) = error { return String(cString: strerror(code)) }
        return "\(error)"
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
