import Values

/// What is known of a monitor: whether there is an alert, and how it did lately.
public struct MonitorRecord: Equatable, Sendable, Codable {
    /// The alert that stands; `nil` while all is well.
    public private(set) var alert: Alert?
    public private(set) var lastReport: MonitorReport?
    /// When it last changed between good and bad.
    public private(set) var changedAt: Timestamp?

    public struct Alert: Equatable, Sendable, Codable {
        /// What the check saw last.
        public let detail: String
        public let since: Timestamp
    }

    mutating func fail(_ detail: String, at time: Timestamp) {
        alert = Alert(detail: detail, since: time)
        changedAt = time
    }

    mutating func recover(at time: Timestamp) {
        alert = nil
        changedAt = time
    }

    mutating func take(_ report: MonitorReport, at time: Timestamp) {
        lastReport = report
    }
}

/// How a monitor did for some time: its history is made of these.
public struct MonitorReport: Equatable, Sendable, Codable {
    public private(set) var checks = 0
    public private(set) var failures = 0
    /// The longest time that a good answer took.
    public private(set) var slowest = Duration.zero

    private enum CodingKeys: String, CodingKey { case checks, failures, slowest }

    public init() {}

    mutating func take(_ outcome: MonitorOutcome) {
        checks += 1
        switch outcome {
        case .good(let took): slowest = max(slowest, took)
        case .bad: failures += 1
        }
    }
}

/// What one check saw.
public enum MonitorOutcome: Equatable, Sendable {
    case good(took: Duration)
    case bad(detail: String)
}
