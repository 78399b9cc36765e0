import Delivery
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension HTTPCheck {
    /// Makes the check once.
    ///
    /// - Throws: `CancellationError`.
    public func ask() async throws -> MonitorOutcome {
        guard let address = URL(string: url) else { return .bad(detail: "\(url) is no address") }
        let start = ContinuousClock.now
        do {
            let answer = try await StatusRequest.status(of: address, within: within)
            let took = ContinuousClock.now - start
            guard took <= within else { return .bad(detail: "\(url) took \(took.brief), \(within.brief) is allowed") }
            return answer == status
                ? .good(took: took) : .bad(detail: "\(url) answered \(answer), expected \(status)")
        } catch let error as URLError where error.code == .timedOut {
            return .bad(detail: "\(url) did not answer within \(within.brief)")
        } catch {
            try Task.checkCancellation()
            return .bad(detail: "\(url) gave no answer: \(error.localizedDescription)")
        }
    }
}
