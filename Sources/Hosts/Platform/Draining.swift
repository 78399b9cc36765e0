import Values

/// Waiting until what gets nothing new has nothing left.
struct Draining: Sendable {
    /// From then on nothing new begins there.
    let begin: @Sendable () async throws -> Void
    /// How many requests are still open.
    let countOpen: @Sendable () async throws -> Int
    var pause = Duration.milliseconds(50)

    /// Waits for the end, or for the deadline.
    ///
    /// - Parameter begun: hears first how many requests are open.
    /// - Returns: how many requests the deadline cuts off.
    /// - Throws: `CancellationError`, or why nobody could be asked, once the time is over.
    func end(within limit: Duration, begun: @Sendable (Int) -> Void) async throws -> Int {
        let deadline = ContinuousClock.now + limit
        var (hasBegun, isTold) = (false, false)
        while true {
            do {
                if !hasBegun { try await begin() }
                hasBegun = true
                let open = try await countOpen()
                if !isTold { begun(open) }
                isTold = true
                if open == 0 || ContinuousClock.now >= deadline { return open }
            } catch {
                // A question that fails says nothing of those who are still being served.
                if error is CancellationError || ContinuousClock.now >= deadline { throw error }
            }
            try await Task.sleep(for: pause)
        }
    }
}
