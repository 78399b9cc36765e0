import Delivery
import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import Values

/// A small web service for tests: it says its name, and does what the path asks for.
///
/// `/status/500` answers with that status, `/hold` answers when ``release()`` is called.
public final class Responder: Sendable {
    public let name: String
    public let endpoint: Endpoint
    private let task: Task<Void, any Error>
    private let server: HTTPServer
    private let gate: Gate

    /// Listens on a free port of 127.0.0.1 when this returns.
    public init(name: String) async throws {
        let gate = Gate()
        let handler = ClosureHTTPHandler { await Self.answer($0, name: name, gate: gate) }
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: 0)
        let server = HTTPServer(address: address, logger: .disabled, handler: handler)
        task = Task { try await server.run() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port) = await server.listeningAddress else {
            throw TemporaryDirectory.Failure(description: "no listening address")
        }
        self.name = name
        self.server = server
        self.gate = gate
        endpoint = Endpoint(address: "127.0.0.1", port: Int(port))
    }

    /// Lets all requests for `/hold` be answered, now and later.
    public func release() { gate.open() }

    public func stop() async {
        gate.open()
        task.cancel()
        _ = await task.result
    }

    private static func answer(_ request: HTTPRequest, name: String, gate: Gate) async -> HTTPResponse {
        if request.path == "/hold" { await gate.pass() }
        let parts = request.path.split(separator: "/")
        let status = parts.first == "status" ? parts.last.flatMap { Int($0) } ?? 200 : 200
        // Not in the body, which is sent by itself and then waits 40 ms for the head to be acknowledged.
        return HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: "Test"), headers: [HTTPHeader("Instance"): name])
    }
}

/// Holds up whoever comes, until it is opened.
private final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
