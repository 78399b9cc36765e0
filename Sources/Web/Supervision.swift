import Values

/// Keeps something going that ends only when it is told to: it is begun again whenever it breaks.
package struct Supervision<WaitClock: Clock>: Sendable where WaitClock.Duration == Duration {
    private let clock: WaitClock
    private let report: @Sendable (any Error, Duration) -> Void

    private static var shortest: Duration { .milliseconds(100) }
    private static var longest: Duration { .seconds(10) }

    /// - Parameter report: told why it broke, and how soon it is begun again.
    package init(clock: WaitClock, report: @escaping @Sendable (any Error, Duration) -> Void) {
        self.clock = clock
        self.report = report
    }

    /// Goes on until `run` returns or the task is cancelled. The more often it breaks in a row, the longer it rests.
    package func keepUp(_ run: @Sendable () async throws -> Void) async {
        var rest = Self.shortest
        while !Task.isCancelled {
            let beginning = clock.now
            do {
                return try await run()
            } catch {
                guard !Task.isCancelled else { return }
                if beginning.duration(to: clock.now) > Self.longest { rest = Self.shortest }
                report(error, rest)
                try? await clock.sleep(for: rest)
                rest = min(rest * 2, Self.longest)
            }
        }
    }
}
