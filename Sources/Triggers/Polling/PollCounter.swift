import Synchronization

/// How often a source was asked where it is, since the server was started.
public struct PollCount: Equatable, Sendable {
    public var asked: Int
    /// How often that did not work.
    public var failed: Int

    public init(asked: Int = 0, failed: Int = 0) {
        self.asked = asked
        self.failed = failed
    }
}

/// Counts what a source is asked.
package final class PollCounter: Sendable {
    private let values = Mutex(PollCount())

    package init() {}

    package var count: PollCount { values.withLock { $0 } }

    /// Asks, and counts it; an attempt that was given up, because the server ends, is none.
    package func count(
        _ ask: () async throws(GitRemoteError) -> ObjectID
    ) async throws(GitRemoteError) -> ObjectID {
        do throws(GitRemoteError) {
            let head = try await ask()
            add(failed: 0)
            return head
        } catch {
            if error != .cancelled { add(failed: 1) }
            throw error
        }
    }

    private func add(failed: Int) {
        values.withLock { count in
            count.asked += 1
            count.failed += failed
        }
    }
}
