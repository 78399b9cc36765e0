import FlyingFox
import FlyingSocks
import Foundation
import SlipwayTesting
import Synchronization
import Values

/// A system that events are sent to: it notes what comes, and answers as it is told.
final class Receiver: Sendable {
    struct Delivery: Sendable {
        let headers: [String: String]
        /// The address's query.
        let query: String
        let body: [UInt8]
        let status: Int

        var id: String? { (try? JSONValue(parsing: String(decoding: body, as: UTF8.self)))?["id"]?.string }
    }

    enum Answer: Sendable {
        case status(Int, headers: [String: String] = [:])
        /// A good answer whose body never ends.
        case endless(Int)
        /// None, as long as the receiver is there.
        case none
    }

    let port: Int
    private let state = Mutex(State())

    private struct State {
        var deliveries: [Delivery] = []
        var answers: [Answer] = []
        var last = Answer.status(204)
        var task: Task<Void, any Error>?
    }

    /// It listens after ``start()``.
    init() throws {
        port = try FreePort.next()
    }

    var address: String { "http://127.0.0.1:\(port)/events?to=us" }
    var deliveries: [Delivery] { state.withLock { $0.deliveries } }
    /// The events that it took, in order.
    var taken: [String] { deliveries.filter { 200..<300 ~= $0.status }.compactMap(\.id) }

    /// Answers in this way, one after the other, and then in the last way for ever.
    func answer(_ answers: Answer..., then last: Answer = .status(204)) {
        state.withLock { ($0.answers, $0.last) = (answers, last) }
    }

    func start() async throws {
        let handler = ClosureHTTPHandler { [self] in try await take($0) }
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port))
        let server = HTTPServer(address: address, logger: .disabled, handler: handler)
        let task = Task { try await server.run() }
        try await server.waitUntilListening()
        state.withLock { $0.task = task }
    }

    func stop() async {
        let task = state.withLock { $0.task.take() }
        task?.cancel()
        _ = await task?.result
    }

    private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = Array(try await request.bodyData)
        let answer = state.withLock { $0.answers.isEmpty ? $0.last : $0.answers.removeFirst() }
        let headers = Dictionary(request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }) { $1 }
        let query = request.target.query(percentEncoded: true)
        func note(_ status: Int) {
            state.withLock {
                $0.deliveries.append(Delivery(headers: headers, query: query, body: body, status: status))
            }
        }
        switch answer {
        case .status(let status, let headers):
            note(status)
            let lines = HTTPHeaders(Dictionary(headers.map { (HTTPHeader($0), $1) }, uniquingKeysWith: { $1 }))
            return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: "Test"), headers: lines)
        case .endless(let status):
            note(status)
            return HTTPResponse(
                statusCode: HTTPStatusCode(status, phrase: "Test"), body: HTTPBodySequence(from: Endless()))
        case .none:
            note(0)
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
    }
}

/// Bytes without end.
private struct Endless: AsyncBufferedSequence, Sendable {
    typealias Element = UInt8

    struct AsyncIterator: AsyncBufferedIteratorProtocol {
        mutating func next() async -> UInt8? { 0 }
        mutating func nextBuffer(suggested count: Int) async -> [UInt8]? { [UInt8](repeating: 0, count: count) }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
