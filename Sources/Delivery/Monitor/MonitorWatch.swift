import Values

/// Decides what the outcomes of a monitor's checks amount to. Pure: time comes in.
public struct MonitorWatch: Sendable {
    /// How much time a report covers.
    public static let reportLength = Duration.seconds(3600)

    private let id: MonitorID
    private let alertAfter: Int
    private var isAlert: Bool
    private var failuresInARow = 0
    private var report = MonitorReport()
    private var reportSince: Timestamp?

    /// - Parameter record: what the ledger knows of it, so that an alert outlasts the process that found it.
    public init(_ monitor: Monitor, of pipeline: String, record: MonitorRecord?) {
        id = MonitorID(pipeline: pipeline, name: monitor.name)
        alertAfter = monitor.alertAfter
        isAlert = record?.alert != nil
    }

    /// The events to record after one more check.
    public mutating func take(_ outcome: MonitorOutcome, at now: Timestamp) -> [Event] {
        report.take(outcome)
        return changes(after: outcome) + reports(at: now)
    }

    private mutating func changes(after outcome: MonitorOutcome) -> [Event] {
        switch outcome {
        case .good:
            failuresInARow = 0
            guard isAlert else { return [] }
            isAlert = false
            return [.monitor(id, .recovered)]
        case .bad(let detail):
            failuresInARow += 1
            guard !isAlert, failuresInARow >= alertAfter else { return [] }
            isAlert = true
            return [.monitor(id, .failed(detail: detail))]
        }
    }

    private mutating func reports(at now: Timestamp) -> [Event] {
        guard let since = reportSince else {
            reportSince = now
            return []
        }
        guard now - since >= Self.reportLength else { return [] }
        defer {
            report = MonitorReport()
            reportSince = now
        }
        return [.monitor(id, .reported(report: report))]
    }
}
