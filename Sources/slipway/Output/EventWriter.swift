import CDEvents
import Delivery
import Wording

/// Writes events to standard output in the form that was asked for, a line each.
struct EventWriter {
    private var printer: EventPrinter
    /// The runs that release to several environments at once.
    private var spread: Set<RunNumber> = []
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
        if case .run(.started(let pipeline, _, _, _)) = record.event, let run = record.run, pipeline.namesEnvironments {
            spread.insert(run)
        }
        printer.namesEnvironments = record.run.map(spread.contains) ?? false
        printer.print(record)
    }
}
