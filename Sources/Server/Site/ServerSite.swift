import Cryptography
import Foundation
import Triggers
import Values
import Web

/// What a server answers over HTTP: whether it is healthy, its metrics, and signed webhooks.
struct ServerSite: WebSite {
    let router: Router
    let delegate: any SiteDelegate

    func answer(_ request: WebRequest, after counts: [WebStatus: Int]) async -> WebAnswer {
        switch router.route(request.head) {
        case .health: await health()
        case .metrics: await metrics(counts)
        case .webhook(let webhook):
            await webhook.answer(request.body) { await delegate.triggered(pipeline: $0, push: $1) }
        case .refused(let answer): answer
        }
    }

    func webServerBroke(reason: String, restartingIn delay: Duration) {
        delegate.webServerBroke(reason: reason, restartingIn: delay)
    }

    private func health() async -> WebAnswer {
        let health = await delegate.health()
        guard health.problems.isEmpty else {
            return WebAnswer(
                .serviceUnavailable,
                ["status": .string("unhealthy"), "problems": .array(health.problems.prefix(20).map { .string($0) })])
        }
        return WebAnswer(.ok, ["status": .string("healthy")])
    }

    private func metrics(_ counts: [WebStatus: Int]) async -> WebAnswer {
        let families = await delegate.metrics().families + [requests(counts)]
        let text = MetricsText.render(families)
        return WebAnswer(.ok, type: MetricsText.mediaType, body: Data(text.utf8))
    }

    private func requests(_ counts: [WebStatus: Int]) -> MetricFamily {
        let sorted = counts.sorted { $0.key.rawValue < $1.key.rawValue }
        return MetricFamily(
            "slipway_http_requests_total", .counter, help: "Requests that were answered, by the status.",
            sorted.map { MetricSample(["code": "\($0.key.rawValue)"], $0.value) })
    }
}

extension WebServer {
    /// Listens from now on.
    ///
    /// - Parameters:
    ///   - webhookSecret: the key of webhooks' signatures; without it there are no webhooks.
    ///   - delegate: what knows the answers.
    /// - Throws: ``WebServerError``.
    public static func start(
        _ configuration: HTTPConfiguration, webhookSecret: Secret?, delegate: any SiteDelegate,
        limits: WebLimits = WebLimits()
    ) async throws(WebServerError) -> WebServer {
        let router = Router(token: configuration.token, webhookSecret: webhookSecret)
        return try await start(
            at: configuration.listen, site: ServerSite(router: router, delegate: delegate), limits: limits)
    }
}
