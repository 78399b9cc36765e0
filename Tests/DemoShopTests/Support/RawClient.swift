import DemoShop
import FlyingSocks
import Foundation
import Values

/// A connection on which tests say exactly what is sent.
struct RawClient: Sendable {
    let socket: AsyncSocket

    init(to address: LoopbackAddress) async throws {
        socket = try await AsyncSocket.connected(to: sockaddr_in.inet(ip4: "127.0.0.1", port: address.port))
    }

    func send(_ method: String = "GET", _ path: String, headers: String = "") async throws {
        try await socket.write(Data("\(method) \(path) HTTP/1.1\r\nHost: shop\r\n\(headers)\r\n".utf8))
    }

    /// Everything up to the end of the stream, and the connection closed.
    func readToEnd() async -> String {
        var text = ""
        while let bytes = try? await socket.read(atMost: 4096) { text += String(decoding: bytes, as: UTF8.self) }
        close()
        return text
    }

    /// Up to and including `ending`.
    func read(through ending: String) async throws -> String {
        var text = ""
        while !text.hasSuffix(ending) {
            text += String(decoding: try await socket.read(atMost: 4096), as: UTF8.self)
        }
        return text
    }

    func close() {
        try? socket.close()
    }

    /// One request on a connection of its own; the whole answer, empty when there was none.
    static func get(_ path: String, from address: LoopbackAddress) async throws -> String {
        let client = try await RawClient(to: address)
        try await client.send("GET", path, headers: "Connection: close\r\n")
        return await client.readToEnd()
    }
}

/// The status code of an answer; `nil` when there was none.
func status(of answer: String) -> Int? {
    answer.hasPrefix("HTTP/1.1 ") ? Int(answer.dropFirst(9).prefix(3)) : nil
}

/// Checks again and again, without blocking, until it is true or ten seconds have passed.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
