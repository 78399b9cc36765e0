import Values

/// When a source is asked next: regularly, and ever more rarely while it can't be asked.
struct PollSchedule {
    /// `nil` for only when somebody says so.
    let interval: Duration?
    private var isFirst = true
    private var failures = 0

    /// How soon something that can't be asked is asked again when nothing else is said.
    private static let firstRetry = Duration.seconds(5)
    /// The longest time between two attempts, unless the interval itself is longer.
    private static let longestRetry = Duration.seconds(600)

    init(interval: Duration?) {
        self.interval = interval
    }

    mutating func succeeded() { failures = 0 }

    mutating func failed() { failures += 1 }

    /// How long to wait now; `nil` for ever.
    ///
    /// - Parameter chance: within `0..<1`; it spreads the pipelines of a server, and the servers of a repository, by
    ///   a tenth of the time to both sides.
    mutating func delay(chance: Double) -> Duration? {
        defer { isFirst = false }
        if isFirst { return interval.map { _ in .zero } }
        guard let time = failures > 0 ? retry : interval else { return nil }
        return time * (0.9 + 0.2 * chance)
    }

    private var retry: Duration {
        let base = interval ?? Self.firstRetry
        return min(base * (1 << min(failures, 16)), max(base, Self.longestRetry))
    }
}
