import FlyingSocks
import Foundation
import Server

/// A client that sends what it wants, well formed or not.
struct RawClient {
    private let socket: AsyncSocket

    struct Answer: Equatable {
        let status: Int
        let fields: [String: String]
        let body: String
    }

    init(_ address: ListenAddress) async throws {
        socket =
            switch address {
            case .ip4(let host, let port): try await .connected(to: sockaddr_in.inet(ip4: host, port: port))
            case .ip6(let host, let port): try await .connected(to: sockaddr_in6.inet6(ip6: host, port: port))
            case .unix(let path): try await .connected(to: sockaddr_un.unix(path: path))
            }
    }

    func send(_ text: String) async throws { try await socket.write(Data(text.utf8)) }

    func hangUp() { try? socket.close() }

    /// Everything until the server ends the connection; `nil` when that is nothing.
    func answer() async throws -> Answer? {
        var bytes: [UInt8] = []
        do {
            while true { bytes += try await socket.read(atMost: 64 << 10) }
        } catch SocketError.disconnected {
            guard !bytes.isEmpty else { return nil }
            return try Answer(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension RawClient.Answer {
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
