/// What a receiver's answer means for the event.
enum WebhookAnswer: Equatable, Sendable {
    case accepted
    /// It will never take this event.
    case refused(reason: String)
    /// It is worth trying again.
    case notNow(reason: String, wish: RetryAfter?)

    /// Request timeout, too early and too many requests: all that a client can do is wait.
    private static let passing: Set<Int> = [408, 425, 429]

    /// - Parameters:
    ///   - status: of the HTTP answer.
    ///   - wish: its `Retry-After`.
    init(status: Int, wish: RetryAfter?) {
        switch status {
        case 200..<300: self = .accepted
        case 400..<500 where !Self.passing.contains(status): self = .refused(reason: "the answer is \(status)")
        default: self = .notNow(reason: "the answer is \(status)", wish: wish)
        }
    }
}
