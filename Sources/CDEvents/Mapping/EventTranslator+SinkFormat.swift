import Delivery
import Journal
import Sinks

extension EventTranslator: SinkFormat {
    public var contentType: String { "application/cloudevents+json; charset=UTF-8" }

    public mutating func messages(
        of record: EventRecord, readingBackIn reader: JournalReader
    ) async throws -> [SinkMessage] {
        try await translate(record, readingBackIn: reader).map { SinkMessage(id: $0.id, body: try $0.json()) }
    }
}
