import Foundation
import Posix
import Synchronization

/// Has requests that have arrived whole answered by a site, within the limits.
final class WebHandler: Sendable {
    private let site: any WebSite
    private let limits: WebLimits
    private let answered = Mutex<[WebStatus: Int]>([:])
    private let underWay = Mutex(0)

    init(site: any WebSite, limits: WebLimits) {
        self.site = site
        self.limits = limits
    }

    /// The bytes of the answer.
    func answer(to request: WebRequest) async -> Data {
        bytes(of: await answer(request), isHead: request.head.method == "HEAD")
    }

    /// The bytes of the answer to what is no request, or too much of one.
    func refuse(_ status: WebStatus) -> Data { bytes(of: WebAnswer(status), isHead: false) }

    private func bytes(of answer: WebAnswer, isHead: Bool) -> Data {
        answered.withLock { $0[answer.status, default: 0] += 1 }
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
        let counts = answered.withLock { $0 }
        let answer = try? await Deadline.limit(limits.answer) { [site] in await site.answer(request, after: counts) }
        return (answer ?? nil) ?? WebAnswer(.serviceUnavailable)
    }
}
