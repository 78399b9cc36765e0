import Values

/// Tries again for as long as a host can't be reached: a lost connection is not the end of what goes on there.
public enum Persistence {
    /// The pauses between attempts: short at first, as most often only the connection was lost.
    private static let pauses: [Duration] = [0.2, 0.5, 1, 2, 4, 8].map { .seconds($0) }

    /// Repeats `attempt` while it throws ``SSHError/unreachable(host:words:)``; other errors, `CancellationError` among
    /// them, are thrown on.
    ///
    /// - Parameter limit: how many attempts there are at most; without one it goes on until cancelled.
    public static func keepTrying<Value: Sendable>(
        atMost limit: Int = .max, _ attempt: () async throws -> Value
    ) async throws -> Value {
        var failures = 0
        while true {
            let start = ContinuousClock.now
            do {
                return try await attempt()
            } catch let error as SSHError {
                guard case .unreachable = error else { throw error }
                // A connection that had held for long is not one more of a series of failures.
                if ContinuousClock.now - start > .seconds(60) { failures = 0 }
                failures += 1
                guard failures < limit else { throw error }
                try await Task.sleep(for: pauses[min(failures, pauses.count) - 1])
            }
        }
    }
}
