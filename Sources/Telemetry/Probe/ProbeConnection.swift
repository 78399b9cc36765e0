import Delivery
import FlyingSocks
import Foundation
import Posix
import Sockets
import Values

/// A connection to whoever is asked.
///
/// Its socket is made here: the library's own way to connect leaves the descriptor open when nobody takes the connection,
/// and whoever is down is asked again and again.
struct ProbeConnection {
    private let socket: AsyncSocket

    /// - Throws: ``DescriptorShortage`` when this process can have no socket: that says nothing about the other side.
    ///   `SocketError` when nobody takes the connection; `CancellationError`.
    static func open(to endpoint: Endpoint) async throws -> ProbeConnection {
        do {
            return ProbeConnection(socket: try await connect(to: endpoint))
        } catch let error as SocketError {
            throw shortage(in: error) ?? error
        }
    }

    private static func connect(to endpoint: Endpoint) async throws -> AsyncSocket {
        let port = UInt16(clamping: endpoint.port)
        return endpoint.address.contains(":")
            ? try await connect(to: sockaddr_in6.inet6(ip6: endpoint.address, port: port))
            : try await connect(to: sockaddr_in.inet(ip4: endpoint.address, port: port))
    }

    private static func connect(to address: some SocketAddress) async throws -> AsyncSocket {
        let pool = try await pool()
        let socket = try Socket(domain: Int32(type(of: address).family), type: .stream)
        do {
            socket.keepPrivate()
            let connection = try AsyncSocket(socket: socket, pool: pool)
            try await connection.connect(to: address)
            return connection
        } catch {
            try? socket.close()
            throw error
        }
    }

    private static func pool() async throws -> any AsyncSocketPool { try await .client }

    func send(_ text: String) async throws { try await socket.write(Data(text.utf8)) }

    /// The bytes up to the end of a line, and no more of them than `longest`.
    func line(longest: Int) async throws -> [UInt8] {
        var line: [UInt8] = []
        while line.count < longest {
            let byte = try await socket.read()
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        return line
    }

    func close() { try? socket.close() }

    /// What a failed call says of this process rather than of who was to be asked.
    static func shortage(in error: SocketError) -> DescriptorShortage? {
        switch error {
        case .failed(_, let number, _): DescriptorShortage(number, consequence: "nobody can be asked")
        case .blocked, .disconnected, .unsupportedAddress, .timeout: nil
        }
    }
}
