import Dashboard
import Delivery
import Foundation
import Journal

/// Writes events to standard output as they come, a line each.
struct EventPrinter: Sendable {
    let mode: OutputMode
    /// Whether the lines of several runs are told apart.
    var namesRuns = false
    /// Where the runs are that happen now, so that who reads it can still act; `nil` for what is past.
    var liveState: StateDirectory?

    func print(_ record: EventRecord) {
        if mode == .json {
            if let line = try? EventLine.json(record) { StandardStream.output.write(json: line) }
            return
        }
        guard let sentence = EventSentence(record.event) else { return }
        let run =
            namesRuns ? record.run.map { "\($0)".padding(toLength: 6, withPad: " ", startingAt: 0) } ?? "      " : ""
        let beginning = "\(clockText(of: record.time))  \(run)"
        let text = sentence.longText + advice(on: record)
        sentence.tone == .bad
            ? StandardStream.output.write(beginning, red: text) : StandardStream.output.write(beginning + text)
        for detail in sentence.details { StandardStream.output.write("          | \(detail)") }
    }

    /// What a person who reads this may want to type.
    private func advice(on record: EventRecord) -> String {
        guard let run = record.run, let liveState else { return "" }
        let isUsual = liveState.path == StateDirectory(path: ".slipway").path
        let place = "\(run.value)\(isUsual ? "" : " --state \(liveState.path)")"
        switch record.event {
        case .approvalRequested: return ": slipway approve (or reject) \(place)"
        case .halted: return "; slipway resume (or rollback, or promote) \(place)"
        default: return ""
        }
    }
}

/// The time of day where the reader is: `18:00:16`.
func clockText(of time: Timestamp) -> String {
    Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        .formatted(
            .verbatim(
                "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
                timeZone: .current, calendar: Calendar(identifier: .gregorian)))
}

/// The day where the reader is: `2026-11-21`.
func dayText(of time: Timestamp) -> String {
    Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        .formatted(
            .verbatim(
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits)", timeZone: .current,
                calendar: Calendar(identifier: .gregorian)))
}
