import CDEvents
import Delivery

/// Writes events to standard output in the form that was asked for, a line each.
struct EventWriter {
    private let printer: EventPrinter
    /// For events in the words of CDEvents.
    private var translator: EventTranslator?

    init(format: EventFormat, mode: OutputMode, source: EventSource) {
        printer = EventPrinter(mode: mode)
        translator = format == .cdevents ? EventTranslator(source: source) : nil
    }

    mutating func write(_ record: EventRecord) {
        guard let events = translator?.translate(record) else { return printer.print(record) }
        for event in events {
            if let line = try? event.json() { StandardStream.output.write(json: line) }
        }
    }
}
