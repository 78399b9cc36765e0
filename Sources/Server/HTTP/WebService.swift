import Control
import Delivery
import Foundation
import Synchronization

/// What all connections share.
final class WebService: Sendable {
    let router: Router
    let limits: WebLimits
    let connections: OpenConnections
    let delegate: any WebServerDelegate
    private let answers = Mutex<[HTTPStatus: Int]>([:])

    init(router: Router, limits: WebLimits, delegate: any WebServerDelegate) {
        self.router = router
        self.limits = limits
        self.delegate = delegate
        connections = OpenConnections(limit: limits.connections)
    }

    func count(_ response: HTTPResponse) {
        answers.withLock { $0[response.status, default: 0] += 1 }
    }

    func health() async -> HTTPResponse {
        let health = await delegate.health()
        guard health.problems.isEmpty else {
            return HTTPResponse(
                .unavailable, ["status": .text("unhealthy"), "problems": .list(health.problems.prefix(20).map { $0 })])
        }
        return HTTPResponse(.ok, ["status": .text("healthy")])
    }

    func metrics() async -> HTTPResponse {
        let families = await delegate.metrics().families + [requests]
        let text = MetricsText.render(families)
        return HTTPResponse(.ok, type: MetricsText.mediaType, body: Data(text.utf8))
    }

    private var requests: MetricFamily {
        let counts = answers.withLock { $0 }.sorted { $0.key.rawValue < $1.key.rawValue }
        return MetricFamily(
            "slipway_http_requests_total", .counter, help: "Requests that were answered, by the status.",
            counts.map { MetricSample(["code": "\($0.key.rawValue)"], $0.value) })
    }
}
