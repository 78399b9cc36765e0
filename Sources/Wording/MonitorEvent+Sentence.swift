import Delivery
import Values

extension MonitorEvent {
    func sentence(of monitor: MonitorID) -> EventSentence {
        switch self {
        case .failed(let detail): EventSentence("monitor \(monitor): \(detail)", .bad)
        case .recovered: EventSentence("monitor \(monitor) recovered", .good)
        case .reported(let report):
            EventSentence(
                "monitor \(monitor): \(report.checks) checks, \(report.failures) failed, "
                    + "slowest \(report.slowest.brief)")
        }
    }
}
