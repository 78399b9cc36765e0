import Delivery
import Foundation
import Posix
import Sockets

/// One connection to an executor, from the client's side. Used by one task at a time.
struct ClientConnection {
    let path: String
    private let connection: Connection
    private var lines: LineReader

    /// An executor's answer is as long as it has to be; this only keeps a stranger from filling our memory.
    private static let longestLine = 64 << 20

    /// - Throws: ``ControlError`` when nobody listens, or it is not allowed.
    static func open(to path: String) async throws(ControlError) -> ClientConnection {
        do {
            return ClientConnection(path: path, connection: try await Connection.open(to: path))
        } catch {
            throw ControlError(error, path: path)
        }
    }

    private init(path: String, connection: Connection) {
        self.path = path
        self.connection = connection
        lines = LineReader(connection, limit: Self.longestLine)
    }

    /// Asks, and waits for the answer.
    ///
    /// - Throws: ``ControlError`` for anything but a result.
    mutating func ask<Result: Decodable & Sendable>(
        _ method: String, _ parameters: some Parameters, for type: Result.Type
    ) async throws(ControlError) -> Result {
        let id = RequestID.number(1)
        do {
            try await send(OutgoingRequest(id: id, method: method, params: parameters))
            let answer = try ControlJSON.decode(IncomingMessage<Result>.self, from: try await line())
            if let error = answer.error { throw ControlError(error, path: path) }
            guard answer.id == id, let result = answer.result else {
                throw ControlError.malformedAnswer(path: path, detail: "neither a result nor an error")
            }
            return result
        } catch {
            throw ControlError(error, path: path)
        }
    }

    /// Someone who turns us away need not read what we wrote, but says why.
    private func send(_ request: some Encodable) async throws {
        do {
            try await connection.write(ControlJSON.line(request))
        } catch is SystemCallError {
            return
        }
    }

    /// The next event; `nil` when there are no more.
    ///
    /// - Throws: ``ControlError`` when it ends before its time.
    mutating func event(of subscription: Int) async throws(ControlError) -> EventRecord? {
        do {
            let line = try await line()
            if let record = try EventNotification.record(in: line, of: subscription) { return record }
            let end = try ControlJSON.decode(IncomingEnd.self, from: line)
            guard end.method == EndNotification.method, end.params.subscription == subscription else {
                throw ControlError.malformedAnswer(path: path, detail: "a notification that was not asked for")
            }
            switch end.params.reason {
            case .complete, .runFinished: return nil
            case .stopped: throw ControlError.executorStopped
            case .errored:
                throw ControlError.answered(RPCError(.internalError, end.params.message ?? "no reason given"))
            }
        } catch {
            throw ControlError(error, path: path)
        }
    }

    private mutating func line() async throws -> Data {
        guard let line = try await lines.next() else { throw ControlError.disconnected(path: path) }
        return line
    }
}

extension ControlError {
    /// What an error on a connection means to whoever wanted something of the executor.
    init(_ error: any Error, path: String) {
        self =
            switch error {
            case let error as ControlError: error
            case let error as RPCError: Self.answer(error, path: path)
            case let failure as SystemCallError: Self.failure(failure, path: path)
            case is CancellationError: .cancelled
            case is DecodingError: .malformedAnswer(path: path, detail: error.sentence)
            case let error where error.systemCode != nil: .disconnected(path: path)
            default: .malformedAnswer(path: path, detail: "\(error)")
            }
    }

    private static func answer(_ error: RPCError, path: String) -> ControlError {
        switch error.code {
        case .refused: .refused(Refusal(error.message))
        case .unsupportedProtocol: .unsupportedProtocol(detail: error.message)
        case .notPermitted: .notPermitted(path: path, detail: error.message)
        default: .answered(error)
        }
    }

    private static func failure(_ failure: SystemCallError, path: String) -> ControlError {
        switch failure.number {
        case ENOENT, ENOTDIR, ECONNREFUSED: .noExecutor(path: path)
        case EACCES, EPERM: .notPermitted(path: path, detail: failure.description)
        case EPIPE, ECONNRESET: .disconnected(path: path)
        case EAGAIN: .noAnswer(path: path, within: .seconds(5))
        default: .unusable(path: path, detail: failure.description)
        }
    }
}
