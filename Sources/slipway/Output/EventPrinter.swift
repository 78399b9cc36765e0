import Dashboard
import Delivery
import Foundation
import Journal

/// Writes events to standard output as they come, a line each.
struct EventPrinter: Sendable {
    let mode: OutputMode

    func print(_ record: EventRecord) {
        guard let line = line(for: record) else { return }
        StandardStream.output.write(line)
    }

    private func line(for record: EventRecord) -> String? {
        if mode == .json { return try? EventLine.json(record) }
        guard let sentence = EventSentence(record.event) else { return nil }
        let text = sentence.tone == .bad ? Ink.red(sentence.text) : sentence.text
        return "\(clock(record.time))  \(text)"
    }
}

/// The time of day where the reader is.
private func clock(_ time: Timestamp) -> String {
    Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        .formatted(
            .verbatim(
                "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
                timeZone: .current, calendar: Calendar(identifier: .gregorian)))
}

/// A standard stream, written a whole line at a time.
enum StandardStream {
    case output, error

    func write(_ line: String) {
        let handle = self == .output ? FileHandle.standardOutput : FileHandle.standardError
        // A reader that went away is no reason to stop a release.
        try? handle.write(contentsOf: Data((line + "\n").utf8))
    }
}
