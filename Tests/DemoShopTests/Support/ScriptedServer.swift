import DemoShop
import FlyingSocks
import Foundation
import Synchronization

/// A TCP server that does to its clients what the test says.
final class ScriptedServer: Sendable {
    enum Reaction: Sendable {
        /// Sends these bytes for each request, and keeps the connection.
        case answer(String)
        /// Sends these bytes for the first request, and closes.
        case answerAndClose(String)
        /// Answers the first request of a connection, and closes without an answer when it has read the second.
        case answerOnce(String)
        /// Closes with a reset when it has read the request.
        case reset
        /// Reads, and never answers.
        case silence
    }

    let address: LoopbackAddress
    private let listener: AsyncSocket
    private let reaction: Reaction
    private let received = Mutex<[String]>([])

    /// The heads of all requests that have been read.
    var requests: [String] { received.withLock { $0 } }

    /// Listens on a free port, and serves while `body` runs.
    static func with<Result: Sendable>(
        _ reaction: Reaction, _ body: @Sendable @escaping (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try await ScriptedServer(reaction)
        let serving = Task { try await server.serve() }
        do {
            let result = try await body(server)
            serving.cancel()
            _ = await serving.result
            return result
        } catch {
            serving.cancel()
            _ = await serving.result
            throw error
        }
    }

    private init(_ reaction: Reaction) async throws {
        self.reaction = reaction
        let socket = try Socket(domain: AF_INET, type: .stream)
        try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
        try socket.listen()
        listener = try AsyncSocket(socket: socket, pool: await .client)
        guard case .ip4(_, let port) = try socket.sockname() else { throw SocketError.unsupportedAddress }
        address = LoopbackAddress(port: port)
    }

    private func serve() async throws {
        defer { try? listener.close() }
        try await withThrowingDiscardingTaskGroup { group in
            for try await connection in listener.sockets {
                group.addTask { await self.serve(connection) }
            }
        }
    }

    private func serve(_ connection: AsyncSocket) async {
        var requests = 0
        var buffer = ""
        while let bytes = try? await connection.read(atMost: 4096) {
            buffer += String(decoding: bytes, as: UTF8.self)
            guard buffer.hasSuffix("\r\n\r\n") else { continue }
            let head = buffer
            received.withLock { $0.append(head) }
            buffer = ""
            requests += 1
            guard await react(toRequest: requests, on: connection) else { break }
        }
        try? connection.close()
    }

    /// Whether the connection stays open.
    private func react(toRequest number: Int, on connection: AsyncSocket) async -> Bool {
        switch reaction {
        case .answer(let text):
            return (try? await connection.write(Data(text.utf8))) != nil
        case .answerAndClose(let text):
            try? await connection.write(Data(text.utf8))
            return false
        case .answerOnce(let text):
            guard number == 1 else { return false }
            return (try? await connection.write(Data(text.utf8))) != nil
        case .reset:
            try? connection.socket.setValue(linger(l_onoff: 1, l_linger: 0), for: LingerOption())
            return false
        case .silence:
            return true
        }
    }
}

/// Makes closing a connection reset it.
private struct LingerOption: SocketOption {
    let level = Int32(SOL_SOCKET)
    let name = Int32(SO_LINGER)

    func makeValue(from socketValue: linger) -> linger { socketValue }
    func makeSocketValue(from value: linger) -> linger { value }
}
