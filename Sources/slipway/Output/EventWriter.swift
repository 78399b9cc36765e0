import CDEvents
import Delivery

/// Writes events to standard output in the form that was asked for, a line each.
struct EventWriter {
    private let printer: EventPrinter
    /// The day that was written last: times have none.
    private var day = ""
    /// For events in the words of CDEvents.
    private var translator: EventTranslator?

    init(format: EventFormat, mode: OutputMode, source: EventSource, namesRuns: Bool) {
        printer = EventPrinter(mode: mode, namesRuns: namesRuns)
        translator = format == .cdevents ? EventTranslator(source: source) : nil
    }

    mutating func write(_ record: EventRecord) {
        guard let events = translator?.translate(record) else { return print(record) }
        for event in events {
            if let line = try? event.json() { StandardStream.output.write(json: line) }
        }
    }

    private mutating func print(_ record: EventRecord) {
        if printer.mode == .plain, dayText(of: record.time) != day {
            day = dayText(of: record.time)
            StandardStream.output.write(day)
        }
        printer.print(record)
    }
}
