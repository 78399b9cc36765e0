import Cryptography
import Delivery
import Foundation
import Server
import Synchronization
import Triggers
import Values
import Web

/// An HTTP server on a free port of this machine, and what it asked for.
final class RunningServer: SiteDelegate {
    let key: Secret
    private let state = Mutex(State())
    private let asked = AsyncStream<Void>.makeStream()

    struct State {
        var health = ServerHealth()
        var metrics = ServerMetrics(version: "0.1.0", since: Timestamp(milliseconds: 1_500_000_000_500))
        var answer = TriggerAnswer.accepted
        var hints: [String: [PushHint]] = [:]
        var isStuck = false
        /// How often the server had to be begun again.
        var breaks = 0
    }

    init(key: String = String(repeating: "k", count: 32)) throws {
        self.key = try Secret(Array(key.utf8))
    }

    func start(
        at listen: ListenAddress = .ip4("127.0.0.1", port: 0), token: String? = nil, hasWebhook: Bool = true,
        limits: WebLimits = WebLimits()
    ) async throws -> WebServer {
        let token = try token.map { try Secret(Array($0.utf8)) }
        return try await WebServer.start(
            HTTPConfiguration(listen: listen, token: token), webhookSecret: hasWebhook ? key : nil, delegate: self,
            limits: limits)
    }

    var hints: [String: [PushHint]] { state.withLock(\.hints) }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Returns when somebody has asked how things are.
    func isAsked() async { _ = await asked.stream.first { true } }

    func health() async -> ServerHealth {
        asked.continuation.yield()
        if state.withLock(\.isStuck) { try? await Task.sleep(for: .seconds(3600)) }
        return state.withLock(\.health)
    }

    func metrics() async -> ServerMetrics {
        asked.continuation.yield()
        return state.withLock(\.metrics)
    }

    func triggered(pipeline: String, push: PushHint) async -> TriggerAnswer {
        state.withLock { state in
            state.hints[pipeline, default: []].append(push)
            return state.answer
        }
    }

    func webServerBroke(reason: String, restartingIn delay: Duration) { change { $0.breaks += 1 } }

    var breaks: Int { state.withLock(\.breaks) }

    func signature(of body: String) -> String {
        let code = HMACSHA256.authenticationCode(for: Array(body.utf8), key: key.bytes)
        return "sha256=" + code.map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
    }

    /// A webhook as GitHub sends it.
    func hook(
        _ body: String, pipeline: String = "shop", signature: String? = nil, event: String = "push",
        type: String = "application/json"
    ) -> String {
        """
        POST /hooks/\(pipeline) HTTP/1.1\r
        Host: ci.example\r
        Content-Type: \(type)\r
        X-GitHub-Event: \(event)\r
        X-Hub-Signature-256: \(signature ?? self.signature(of: body))\r
        Content-Length: \(body.utf8.count)\r
        \r
        \(body)
        """
    }
}
