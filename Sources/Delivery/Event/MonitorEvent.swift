/// What a monitor found.
public enum MonitorEvent: Equatable, Sendable {
    case failed(detail: String)
    case recovered
    case reported(report: MonitorReport)
}
