import Synchronization
import Values
import Web

/// A site that is healthy and has a page, unless a test wants something else, and what its server told it.
final class TestSite: WebSite {
    private let state = Mutex(State())
    private let asked = AsyncStream<Void>.makeStream()

    struct State {
        var page = "hello"
        var isStuck = false
        /// How often the server had to be begun again.
        var breaks = 0
    }

    func start(
        at address: ListenAddress = .ip4("127.0.0.1", port: 0), limits: WebLimits = WebLimits()
    ) async throws -> WebServer {
        try await WebServer.start(at: address, site: self, limits: limits)
    }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Returns when somebody has asked for something.
    func isAsked() async { _ = await asked.stream.first { true } }

    func answer(_ request: WebRequest, after counts: [WebStatus: Int]) async -> WebAnswer {
        asked.continuation.yield()
        if state.withLock(\.isStuck) { try? await Task.sleep(for: .seconds(3600)) }
        return switch (request.head.method, request.head.path) {
        case ("GET", "/healthz"), ("HEAD", "/healthz"): WebAnswer(.ok, ["status": .string("healthy")])
        case ("GET", "/page"): WebAnswer(.ok, ["page": .string(state.withLock(\.page))])
        case ("GET", "/counts"): WebAnswer(.ok, ["ok": .string("\(counts[.ok] ?? 0)")])
        default: WebAnswer(.notFound)
        }
    }

    func webServerBroke(reason: String, restartingIn delay: Duration) { change { $0.breaks += 1 } }

    var breaks: Int { state.withLock(\.breaks) }
}
