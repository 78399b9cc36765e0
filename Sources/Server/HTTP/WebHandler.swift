import Control
import Foundation
import Synchronization

/// Answers requests that have arrived whole.
final class WebHandler: Sendable {
    private let router: Router
    private let limits: WebLimits
    private let delegate: any WebServerDelegate
    private let answered = Mutex<[Int: Int]>([:])
    private let underWay = Mutex(0)

    init(router: Router, limits: WebLimits, delegate: any WebServerDelegate) {
        self.router = router
        self.limits = limits
        self.delegate = delegate
    }

    /// The bytes of the answer.
    func answer(to request: WebRequest) async -> Data {
        bytes(of: await answer(request), isHead: request.head.method == "HEAD")
    }

    /// The bytes of the answer to what is no request, or too much of one.
    func refuse(_ status: WebStatus) -> Data { bytes(of: WebAnswer(status), isHead: false) }

    private func bytes(of answer: WebAnswer, isHead: Bool) -> Data {
        answered.withLock { $0[answer.status.rawValue, default: 0] += 1 }
        return answer.bytes(isHead: isHead, at: Date())
    }

    private func answer(_ request: WebRequest) async -> WebAnswer {
        let isAdmitted = underWay.withLock { count in
            guard count < limits.requests else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return WebAnswer(.serviceUnavailable) }
        defer { underWay.withLock { $0 -= 1 } }
        let route = router.route(request.head)
        let answer = try? await Deadline.limit(limits.answer) { await self.answer(route, request.body) }
        return (answer ?? nil) ?? WebAnswer(.serviceUnavailable)
    }

    private func answer(_ route: Route, _ body: [UInt8]) async -> WebAnswer {
        switch route {
        case .health: await health()
        case .metrics: await metrics()
        case .webhook(let webhook): await webhook.answer(body, delegate)
        case .refused(let answer): answer
        }
    }

    private func health() async -> WebAnswer {
        let health = await delegate.health()
        guard health.problems.isEmpty else {
            return WebAnswer(
                .serviceUnavailable,
                ["status": .text("unhealthy"), "problems": .list(health.problems.prefix(20).map { $0 })])
        }
        return WebAnswer(.ok, ["status": .text("healthy")])
    }

    private func metrics() async -> WebAnswer {
        let families = await delegate.metrics().families + [requests]
        let text = MetricsText.render(families)
        return WebAnswer(.ok, type: MetricsText.mediaType, body: Data(text.utf8))
    }

    private var requests: MetricFamily {
        let counts = answered.withLock { $0 }.sorted { $0.key < $1.key }
        return MetricFamily(
            "slipway_http_requests_total", .counter, help: "Requests that were answered, by the status.",
            counts.map { MetricSample(["code": "\($0.key)"], $0.value) })
    }
}
