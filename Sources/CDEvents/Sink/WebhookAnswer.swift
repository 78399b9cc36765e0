import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What a receiver's answer means for the event.
enum WebhookAnswer: Equatable, Sendable {
    case accepted
    /// It will never take this event.
    case refused(reason: String)
    /// It is worth trying again.
    case notNow(reason: String, wish: RetryAfter?)

    /// Request timeout, too early and too many requests: all that a client can do is wait.
    private static let passing: Set<Int> = [408, 425, 429]

    init(_ response: HTTPURLResponse) {
        let status = response.statusCode
        switch status {
        case 200..<300: self = .accepted
        case 400..<500 where !Self.passing.contains(status): self = .refused(reason: "the answer is \(status)")
        default:
            let wish = response.value(forHTTPHeaderField: "Retry-After").flatMap { RetryAfter($0) }
            self = .notNow(reason: "the answer is \(status)", wish: wish)
        }
    }
}
