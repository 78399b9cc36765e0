import Delivery
import Journal

/// Turns a journal's events into CDEvents, as they come: pure, and the same for the same events.
///
/// It needs a run's events from the first one on, in order; samples may be left out.
public struct EventTranslator: Sendable {
    private let source: EventSource
    /// What is remembered of runs that have not finished.
    private var runs: [RunNumber: RunContext] = [:]

    /// - Parameter source: what every event says that it comes from.
    public init(source: EventSource) {
        self.source = source
    }

    /// What others are told of a recorded event, in order: usually nothing or one event.
    public mutating func translate(_ record: EventRecord) -> [CDEvent] {
        guard let run = record.run else { return StandingMapping(source: source, record: record).events }
        var context = runs[run] ?? RunContext()
        context.take(record.event)
        runs[run] = context
        if case .run(.finished) = record.event { runs[run] = nil }
        return EventMapping(source: source, record: record, run: run, context: context).events
    }

    /// The same for a record that may be the first one seen of its run: what happened before is read first.
    ///
    /// Of a run that retention removed nothing is told any more.
    ///
    /// - Throws: `JournalError` when the earlier events can't be read.
    public mutating func translate(
        _ record: EventRecord, readingBackIn reader: JournalReader
    ) async throws(JournalError) -> [CDEvent] {
        if let run = record.run, runs[run] == nil {
            for try await earlier in reader.eventsWithoutSamples(run: run) {
                if earlier.sequence >= record.sequence { break }
                runs[run, default: RunContext()].take(earlier.event)
            }
        }
        return translate(record)
    }
}
