import Control
import FlyingFox
import Foundation
import Synchronization

/// Answers requests that FlyingFox has read the heads of.
final class WebHandler: HTTPHandler {
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

    func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
        let answer = await answer(to: request)
        answered.withLock { $0[answer.status.code, default: 0] += 1 }
        return answer.response(isHead: request.method == .HEAD, at: Date())
    }

    private func answer(to request: HTTPRequest) async -> WebAnswer {
        let isAdmitted = underWay.withLock { count in
            guard count < limits.requests else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return WebAnswer(.serviceUnavailable) }
        defer { underWay.withLock { $0 -= 1 } }
        do {
            // Also what nobody wants is read: an answer to a client that still sends may not reach it.
            let body = try await request.body(within: limits)
            let route = router.route(request)
            let answer = try await Deadline.limit(limits.answer) { await self.answer(route, body) }
            return answer ?? WebAnswer(.serviceUnavailable)
        } catch BodyFault.tooLarge {
            return WebAnswer(.payloadTooLarge)
        } catch BodyFault.tooSlow {
            return WebAnswer(.requestTimeout)
        } catch {
            // Chunks that are none; or the client is gone. An error would let FlyingFox read on where it stopped.
            return WebAnswer(.badRequest)
        }
    }

    private func answer(_ route: Route, _ body: Data) async -> WebAnswer {
        switch route {
        case .health: await health()
        case .metrics: await metrics()
        case .webhook(let webhook): await webhook.answer(Array(body), delegate)
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
