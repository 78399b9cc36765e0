import FlyingSocks
import Foundation
import Posix
import Sockets
import Synchronization

/// A socket that clients connect to.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    /// Where it listens, with the port that port 0 became.
    let address: ListenAddress
    private let isOpen = Mutex(true)

    /// - Throws: `SocketError` or `SystemCallError`, when the system or whoever has the address doesn't allow it.
    init(_ address: some SocketAddress, domain: Int32) throws {
        let socket = try Socket(domain: domain)
        do {
            socket.keepPrivate()
            // A Unix socket's name is a file; only ports are kept for a while after a server has ended.
            if domain != AF_UNIX { try socket.setValue(true, for: .localAddressReuse) }
            try socket.setFlags(.nonBlocking)
            try socket.bind(to: address)
            try socket.listen()
            self.address = ListenAddress(try socket.sockname())
        } catch {
            try? socket.close()
            throw error
        }
        descriptor = socket.file.rawValue
    }

    /// The next client; `nil` when there is none now.
    ///
    /// - Throws: `SystemCallError`, also when the process has no descriptor for it.
    func accept() throws -> Socket? {
        while true {
            let client = Foundation.accept(descriptor, nil, nil)
            if client >= 0 {
                let socket = Socket(file: Socket.FileDescriptor(rawValue: client))
                socket.keepPrivate()
                try? socket.setFlags(.nonBlocking)
                return socket
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EWOULDBLOCK: return nil
            default: throw SystemCallError("accept")
            }
        }
    }

    func close() {
        let isFirst = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if isFirst { _ = Foundation.close(descriptor) }
    }

    deinit { close() }
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
