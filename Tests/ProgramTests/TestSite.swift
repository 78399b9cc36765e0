import FlyingFox
import FlyingSocks
import Foundation
import SlipwayTesting
import Synchronization

/// A site that a test switches between good and bad: what a monitor asks, or events are sent to.
final class TestSite: Sendable {
    private struct State {
        var isGood = true
        var requests = 0
        var taken: [String] = []
        var texts: [String] = []
    }

    let port: Int
    private let state = Mutex(State())

    /// Serves for as long as the work takes.
    static func with<Value>(_ work: (TestSite) async throws -> Value) async throws -> Value {
        let site = TestSite(port: try FreePort.next())
        let handler = ClosureHTTPHandler { try await site.answer($0) }
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(site.port))
        let server = HTTPServer(address: address, logger: .disabled, handler: handler)
        let task = Task { try await server.run() }
        defer { task.cancel() }
        try await server.waitUntilListening()
        return try await work(site)
    }

    private init(port: Int) {
        self.port = port
    }

    var address: String { "http://127.0.0.1:\(port)/" }
    var requests: Int { state.withLock { $0.requests } }
    /// The ids of the events that it took, in order.
    var taken: [String] { state.withLock { $0.taken } }

    /// The bodies of all requests, as they came.
    var texts: [String] { state.withLock { $0.texts } }

    func turn(good isGood: Bool) { state.withLock { $0.isGood = isGood } }

    /// Waits until it was asked so many times more.
    func isAsked(_ count: Int) async throws {
        let goal = requests + count
        try await eventually("\(address) was asked", within: .seconds(30)) { requests >= goal }
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await request.bodyData
        let event = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        let id = event?["id"] as? String
        let isGood = state.withLock { state in
            state.requests += 1
            state.texts.append(String(decoding: body, as: UTF8.self))
            if state.isGood, let id { state.taken.append(id) }
            return state.isGood
        }
        return HTTPResponse(statusCode: isGood ? .ok : .serviceUnavailable)
    }
}
