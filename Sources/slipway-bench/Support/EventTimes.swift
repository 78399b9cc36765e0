import Synchronization
import Values

/// The time between two events.
final class EventTimes: Sendable {
    private let span = Mutex<(start: ContinuousClock.Instant?, end: ContinuousClock.Instant?)>((nil, nil))

    func begin() { span.withLock { $0.start = .now } }

    func end() { span.withLock { $0.end = .now } }

    /// `nil` unless both have happened.
    var took: Duration? {
        span.withLock { span in
            guard let start = span.start, let end = span.end else { return nil }
            return end - start
        }
    }
}
