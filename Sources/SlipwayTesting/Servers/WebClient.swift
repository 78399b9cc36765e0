import FlyingSocks
import Foundation
import Web

/// A client of an HTTP server that sends what it wants, well formed or not.
package struct WebClient {
    private let socket: AsyncSocket

    package struct Answer: Equatable {
        package let status: Int
        package let fields: [String: String]
        package let body: String
    }

    package init(_ address: ListenAddress) async throws {
        socket =
            switch address {
            case .ip4(let host, let port): try await .connected(to: sockaddr_in.inet(ip4: host, port: port))
            case .ip6(let host, let port): try await .connected(to: sockaddr_in6.inet6(ip6: host, port: port))
            case .unix(let path): try await .connected(to: sockaddr_un.unix(path: path))
            }
    }

    package func send(_ text: String) async throws { try await socket.write(Data(text.utf8)) }

    package func hangUp() { try? socket.close() }

    /// Everything until the server ends the connection; `nil` when that is nothing.
    package func answer() async throws -> Answer? {
        var bytes: [UInt8] = []
        do {
            while true { bytes += try await socket.read(atMost: 64 << 10) }
        } catch SocketError.disconnected {
            guard !bytes.isEmpty else { return nil }
            return try Answer(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension WebClient.Answer {
    init(_ text: String) throws {
        guard let end = text.range(of: "\r\n\r\n") else { throw Malformed(text: text) }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Malformed(text: text)
        }
        self.status = status
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.range(of: ": ") else { throw Malformed(text: text) }
            fields[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
        }
        self.fields = fields
        body = String(text[end.upperBound...])
    }

    struct Malformed: Error {
        let text: String
    }
}

extension WebServer {
    /// Sends `text` on a connection of its own and gives the answer.
    package func answer(_ text: String) async throws -> WebClient.Answer? {
        let client = try await WebClient(address)
        try await client.send(text)
        return try await client.answer()
    }

    package func get(_ path: String, method: String = "GET", _ fields: String...) async throws -> WebClient.Answer? {
        try await answer("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields.map { "\($0)\r\n" }.joined())\r\n")
    }
}
