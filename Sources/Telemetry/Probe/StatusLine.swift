import Delivery
import FlyingSocks
import Foundation
import SystemCalls

/// Asks for the status of an answer over plain HTTP, and reads nothing else of it: a body can be endless.
///
/// Foundation's URLSession is not used: on Linux it ends the whole process when a request is cancelled, or redirected, at
/// a bad moment, and this process carries out releases.
enum StatusLine {
    /// More than any server's first line has.
    private static let longest = 1024

    /// The status of the answer to a GET.
    ///
    /// - Throws: `Problem` when there is no answer in time, or none in HTTP; `CancellationError`.
    static func status(of path: String, at endpoint: Endpoint, within limit: Duration) async throws -> Int {
        let answer = try await withThrowingTaskGroup(of: Int?.self) { race in
            race.addTask { try await ask(path, at: endpoint, within: limit) }
            race.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { race.cancelAll() }
            return try await race.next() ?? nil
        }
        guard let answer else { throw Problem(what: path, why: "did not answer within \(limit.brief)") }
        return answer
    }

    /// Connects, and says nothing.
    static func reach(_ endpoint: Endpoint, within limit: Duration) async throws {
        try await connect(to: endpoint, within: limit).close()
    }

    private static func ask(_ path: String, at endpoint: Endpoint, within limit: Duration) async throws -> Int {
        let socket = try await connect(to: endpoint, within: limit)
        defer { try? socket.close() }
        let request = "GET \(path) HTTP/1.1\r\nHost: \(endpoint)\r\nUser-Agent: slipway\r\nConnection: close\r\n\r\n"
        try await socket.write(Data(request.utf8))
        var line: [UInt8] = []
        while line.count < longest {
            let byte = try await socket.read()
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
        }
        guard let status = status(in: line) else { throw Problem(what: path, why: "did not answer in HTTP") }
        return status
    }

    /// - Throws: ``DescriptorShortage`` when this process can have no socket: that says nothing about the other side.
    private static func connect(to endpoint: Endpoint, within limit: Duration) async throws -> AsyncSocket {
        let port = UInt16(clamping: endpoint.port)
        do {
            if endpoint.address.contains(":") {
                return try await .connected(to: .inet6(ip6: endpoint.address, port: port), timeout: limit.seconds)
            }
            return try await .connected(to: .inet(ip4: endpoint.address, port: port), timeout: limit.seconds)
        } catch let error as SocketError {
            throw shortage(in: error) ?? error
        }
    }

    /// What a failed call says of this process rather than of who was to be asked.
    static func shortage(in error: SocketError) -> DescriptorShortage? {
        switch error {
        case .failed(_, let number, _): DescriptorShortage(number, consequence: "nobody can be asked")
        case .blocked, .disconnected, .unsupportedAddress, .timeout: nil
        }
    }

    /// RFC 9112, section 4: `HTTP/1.1 200 OK`, where the words may be missing.
    private static func status(in line: [UInt8]) -> Int? {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"),
            let status = Int(words[1].trimmingCharacters(in: .whitespaces)),
            (100...599).contains(status)
        else { return nil }
        return status
    }
}
