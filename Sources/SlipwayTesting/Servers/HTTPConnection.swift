import Foundation
import Posix
import Values

private let streamSocket = SocketOptions.stream

/// A kept connection of a strict client: it never repeats a request, so that nothing lost stays unseen. Blocks.
final class HTTPConnection: Sendable {
    struct Answer: Equatable {
        let status: Int
        /// What the responder calls itself.
        let instance: String
        let closes: Bool
    }

    private let descriptor: Int32

    init(port: Int, timeout: Duration = .seconds(10)) throws {
        descriptor = socket(AF_INET, streamSocket, 0)
        var limit = timeval(tv_sec: Int(timeout.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw TemporaryDirectory.Failure(description: "connect: \(Self.reason)") }
    }

    deinit { close(descriptor) }

    func get(_ path: String, headers: [String: String] = [:]) throws -> Answer {
        try request(path, headers: headers)
        return try answer()
    }

    func request(_ path: String, headers: [String: String] = [:]) throws {
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        try send("GET \(path) HTTP/1.1\r\nHost: test\r\n\(lines)\r\n")
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBytes({ SocketOptions.send($0, through: descriptor) }) == bytes.count else {
            throw TemporaryDirectory.Failure(description: "send: \(Self.reason)")
        }
    }

    func answer() throws -> Answer {
        var received: [UInt8] = []
        var text = ""
        while !text.contains("\r\n\r\n") {
            try receive(into: &received)
            text = String(decoding: received, as: UTF8.self)
        }
        let lines = text.lowercased().components(separatedBy: "\r\n")
        func header(_ name: String) -> String? {
            lines.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
        }
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw TemporaryDirectory.Failure(description: "no status: \(lines[0])")
        }
        // Only HAProxy's own answers have a body; it isn't read.
        let closes = header("connection") == "close" || header("content-length") != "0"
        return Answer(status: status, instance: header("instance") ?? "", closes: closes)
    }

    private func receive(into received: inout [UInt8]) throws {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            throw TemporaryDirectory.Failure(description: count == 0 ? "closed without an answer" : Self.reason)
        }
        received += buffer.prefix(count)
    }

    private static var reason: String { SystemCallError.reason(of: errno) }
}
