import Delivery
import FlyingSocks
import Foundation
import Values

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
        let answer = try await within(limit) { try await ask(path, at: endpoint) }
        guard let answer else { throw Problem(what: path, why: "did not answer within \(limit.brief)") }
        return answer
    }

    /// Connects, and says nothing.
    ///
    /// - Throws: what kept it from that, and `CancellationError`.
    static func reach(_ endpoint: Endpoint, within limit: Duration) async throws {
        let isReached: Void? = try await within(limit) { try await ProbeConnection.open(to: endpoint).close() }
        guard isReached != nil else { throw SocketError.timeout(message: "no connection within \(limit.brief)") }
    }

    /// `nil` when it took longer.
    private static func within<Answer: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer? {
        try await withThrowingTaskGroup(of: Answer?.self) { race in
            race.addTask { try await work() }
            race.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { race.cancelAll() }
            return try await race.next() ?? nil
        }
    }

    private static func ask(_ path: String, at endpoint: Endpoint) async throws -> Int {
        let connection = try await ProbeConnection.open(to: endpoint)
        defer { connection.close() }
        try await connection.send(
            "GET \(path) HTTP/1.1\r\nHost: \(endpoint)\r\nUser-Agent: slipway\r\nConnection: close\r\n\r\n")
        guard let status = status(in: try await connection.line(longest: longest)) else {
            throw Problem(what: path, why: "did not answer in HTTP")
        }
        return status
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
