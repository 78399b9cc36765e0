import Delivery
import Dispatch
import Posix
import Values

import Foundation

/// HAProxy's runtime socket: commands in, one answer for each out, one connection a time.
package struct RuntimeSocket: Sendable {
    let path: String
    /// For the whole exchange.
    let timeout: Duration

    /// Questions wait here, off the cooperative pool and apart from commands: a slow one never delays a rollback.
    private let questions = DispatchQueue(label: "slipway.haproxy.questions")

    static let lightQuestion = "show version"

    /// No answer of an HAProxy with a few servers comes near.
    private static let largestAnswer = 1 << 20

    init(path: String, timeout: Duration = .seconds(2)) {
        self.path = path
        self.timeout = timeout
    }

    /// Sends all commands at once and returns the answers in their order, without their closing empty lines.
    ///
    /// Blocks until HAProxy has answered, at most for `timeout`: not for the cooperative pool.
    /// - Throws: `HAProxyError.runtimeUnavailable`.
    func send(_ commands: [String]) throws(HAProxyError) -> [String] {
        let deadline = ContinuousClock.now + timeout
        let descriptor = try connected()
        defer { close(descriptor) }
        try write(Array((commands.joined(separator: "; ") + "\n").utf8), to: descriptor)
        let answers = Self.answers(in: try readToEnd(descriptor, until: deadline))
        guard answers.count == commands.count else {
            throw unavailable("\(commands.count) commands got \(answers.count) answers")
        }
        return answers
    }

    /// Sends commands that change something, once HAProxy has answered a question.
    ///
    /// What one that hangs has not read waits for it, also after whoever sent it has given up: it would be carried out
    /// when HAProxy wakes, whenever that is.
    /// - Throws: `HAProxyError.runtimeUnavailable`.
    func change(_ commands: [String]) throws(HAProxyError) -> [String] {
        _ = try send([Self.lightQuestion])
        return try send(commands)
    }

    /// Whether surely nobody listens: the socket is gone, or its process. One that is only silent may come back.
    var isAbandoned: Bool {
        guard let address = UnixSocketAddress(path: path) else { return false }
        do throws(SystemCallError) {
            close(try connection(to: address))
            return false
        } catch {
            return error.number == ECONNREFUSED || error.number == ENOENT
        }
    }

    /// As ``send(_:)``, from anywhere.
    package func ask(_ commands: [String]) async throws(HAProxyError) -> [String] {
        let result: Result<[String], HAProxyError> = await withCheckedContinuation { continuation in
            questions.async {
                continuation.resume(returning: Result { () throws(HAProxyError) in try send(commands) })
            }
        }
        return try result.get()
    }

    /// Every answer ends with an empty line; the answer of a command that simply worked is nothing else.
    static func answers(in text: String) -> [String] {
        var answers: [String] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.isEmpty {
                answers.append(lines.joined(separator: "\n"))
                lines = []
            } else {
                lines.append(line)
            }
        }
        return lines.isEmpty ? answers : answers + [lines.joined(separator: "\n")]
    }

    private func connected() throws(HAProxyError) -> Int32 {
        guard let address = UnixSocketAddress(path: path) else {
            throw .socketPathTooLong(path: path, limit: HAProxyPaths.longestSocketPath)
        }
        do throws(SystemCallError) { return try connection(to: address) } catch {
            throw unavailable(error.reason)
        }
    }

    private func connection(to address: UnixSocketAddress) throws(SystemCallError) -> Int32 {
        let descriptor = socket(AF_UNIX, SocketOptions.stream, 0)
        guard descriptor >= 0 else { throw SystemCallError("connect", path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        SocketOptions.ignoreBrokenPipe(descriptor)
        limitWaiting(for: descriptor)
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let failure = SystemCallError("connect", path)
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    private func limitWaiting(for descriptor: Int32) {
        let (seconds, attoseconds) = timeout.components
        let limit = timeval(tv_sec: Int(seconds), tv_usec: .init(attoseconds / 1_000_000_000_000))
        SocketOptions.set(SO_SNDTIMEO, to: limit, of: descriptor)
        SocketOptions.set(SO_RCVTIMEO, to: limit, of: descriptor)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(HAProxyError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { SocketOptions.send($0, through: descriptor) }
            guard count > 0 || errno == EINTR else { throw unavailable(SystemCallError.reason(of: errno)) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    private func readToEnd(_ descriptor: Int32, until deadline: ContinuousClock.Instant) throws(HAProxyError) -> String
    {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 { return String(decoding: answer, as: UTF8.self) }
            guard count > 0 || errno == EINTR else { throw unavailable(SystemCallError.reason(of: errno)) }
            answer += buffer.prefix(max(count, 0))
            guard answer.count <= Self.largestAnswer else { throw unavailable("its answer has no end") }
            guard ContinuousClock.now < deadline else { throw unavailable("no whole answer within \(timeout)") }
        }
    }

    private func unavailable(_ reason: String) -> HAProxyError {
        .runtimeUnavailable(socket: path, reason: reason)
    }
}
