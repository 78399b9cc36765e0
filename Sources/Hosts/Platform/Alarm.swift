import Synchronization

/// Tells one who goes on that something happened, once.
final class Alarm: Sendable {
    private let isRaised = Mutex(false)

    func raise() {
        isRaised.withLock { $0 = true }
    }

    /// Whether it was raised since the last time.
    func take() -> Bool {
        isRaised.withLock { raised in
            defer { raised = false }
            return raised
        }
    }
}
