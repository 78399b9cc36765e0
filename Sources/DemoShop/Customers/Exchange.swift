import FlyingSocks
import Foundation

/// One request and its answer, over a given connection or a new one. Never tries twice.
struct Exchange: Sendable {
    let path: String
    let user: String
    let target: LoopbackAddress
    let pool: any AsyncSocketPool

    /// How it ended.
    enum Outcome: Sendable {
        /// The connection is there when it can carry another request.
        case answered(Answer, LoopbackConnection?)
        case failed(FailureKind)
    }

    /// - Parameter idle: an open connection to reuse. It is closed, or handed back in the outcome.
    ///
    /// Cancelling the task is how time limits are set: the outcome is a timeout then.
    func perform(on idle: LoopbackConnection?) async -> Outcome {
        var parser = AnswerParser()
        var opened: LoopbackConnection?
        do {
            let connection = try await connect(reusing: idle)
            opened = connection
            try await connection.write(request)
            let answer = try await read(from: connection, with: &parser)
            if answer.keepsConnection { return .answered(answer, connection) }
            connection.close()
            return .answered(answer, nil)
        } catch {
            opened?.close()
            return .failed(Self.kind(of: error, hasBegun: !parser.isEmpty))
        }
    }

    /// A connection that the server has closed in the meantime is replaced before anything is sent on it.
    private func connect(reusing idle: LoopbackConnection?) async throws -> LoopbackConnection {
        if let idle {
            if idle.isQuiet { return idle }
            idle.close()
        }
        return try await LoopbackConnection.open(to: target, pool: pool)
    }

    private func read(
        from connection: LoopbackConnection, with parser: inout AnswerParser
    ) async throws -> Answer {
        while let bytes = try await connection.read(atMost: 4096) {
            if let answer = try parser.take(bytes) { return answer }
        }
        throw ConnectionFailure.closed
    }

    private var request: Data {
        Data("GET \(path) HTTP/1.1\r\nHost: \(target)\r\nCookie: uid=\(user)\r\nUser-Agent: demo-customer\r\n\r\n".utf8)
    }

    private static func kind(of error: any Error, hasBegun: Bool) -> FailureKind {
        switch error {
        case is CancellationError: .timeout
        case is MalformedAnswer: .malformed
        case ConnectionFailure.refused: .refused
        case ConnectionFailure.reset: .reset
        case ConnectionFailure.closed: hasBegun ? .truncated : .empty
        default: .other
        }
    }
}
