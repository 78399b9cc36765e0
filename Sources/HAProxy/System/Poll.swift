import Values

/// For what another process does, which can only be asked about.
enum Poll {
    /// Asks until the answer is yes; `false` when the time is over or the task is cancelled.
    nonisolated(nonsending) static func until(
        within limit: Duration, _ condition: nonisolated(nonsending) () async -> Bool
    ) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while true {
            if await condition() { return true }
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(10))) != nil
            else { return false }
        }
    }
}
