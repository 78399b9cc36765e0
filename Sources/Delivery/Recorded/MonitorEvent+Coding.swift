import Values

extension MonitorEvent {
    var recordedName: String {
        switch self {
        case .failed: "monitorFailed"
        case .recovered: "monitorRecovered"
        case .reported: "monitorReported"
        }
    }

    func write(to values: inout RecordedValues) throws {
        switch self {
        case .failed(let detail):
            try values.write(detail, "detail")
        case .reported(let report):
            try values.write(report, "report")
        case .recovered: break
        }
    }

    /// `nil` for a name that is of another vocabulary.
    init?(_ name: String, _ values: ReadValues) throws {
        switch name {
        case "monitorFailed": self = .failed(detail: try values.read("detail"))
        case "monitorRecovered": self = .recovered
        case "monitorReported": self = .reported(report: try values.read("report"))
        default: return nil
        }
    }
}
