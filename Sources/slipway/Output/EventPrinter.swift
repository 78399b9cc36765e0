import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory
import Values
import Wording

/// Writes events to standard output as they come, a line each.
struct EventPrinter: Sendable {
    let mode: OutputMode
    /// Whether the lines of several runs are told apart.
    var namesRuns = false
    /// Where the runs are that happen now; `nil` for the usual place.
    var liveState: StateDirectory?
    /// Whether lines say in which environment something happens, where no run says so.
    var namesEnvironments = false

    /// - Parameter run: as it is after the event, where it still happens; `nil` for what is past.
    func print(_ record: EventRecord, of run: RunState? = nil) {
        if mode == .json {
            if let line = try? EventLine.json(record) { StandardStream.output.write(json: line) }
            return
        }
        let namesEnvironments = run?.namesEnvironments ?? self.namesEnvironments
        guard let sentence = EventSentence(record.event, namingEnvironments: namesEnvironments) else { return }
        let number =
            namesRuns ? record.run.map { "\($0)".padding(toLength: 6, withPad: " ", startingAt: 0) } ?? "      " : ""
        let beginning = "\(clockText(of: record.time))  \(number)"
        let text = sentence.longText + (run.map { advice(on: record, of: $0) } ?? "")
        sentence.tone == .bad
            ? StandardStream.output.write(beginning, red: text) : StandardStream.output.write(beginning + text)
        for detail in sentence.details { StandardStream.output.write("          | \(detail)") }
    }

    /// What a person who reads this may want to type.
    private func advice(on record: EventRecord, of run: RunState) -> String {
        if case .stage(_, .approvalRequested) = record.event {
            return ": slipway approve (or reject) \(place(of: run))"
        }
        if case .release(let environment, .halted) = record.event,
            let release = run.activeRelease(in: environment)
        {
            return release.waysOnInWords(of: run, at: place(of: run)).map { "; \($0)" } ?? ""
        }
        return ""
    }

    private func place(of run: RunState) -> String {
        guard let liveState, liveState.path != StateDirectory(path: ".slipway").path else {
            return "\(run.number.value)"
        }
        return "\(run.number.value) --state \(liveState.path)"
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
