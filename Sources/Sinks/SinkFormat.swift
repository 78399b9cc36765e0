import Delivery
import Journal

/// In which words a sink tells others of a journal's events: CDEvents, for one.
public protocol SinkFormat: Sendable {
    /// The media type of a message's body.
    var contentType: String { get }

    /// What others are told of a recorded event, in order: usually nothing or one message. Records come in their order,
    /// without samples.
    ///
    /// - Parameter reader: for what happened before the first record.
    /// - Throws: `JournalError` when the earlier events can't be read.
    mutating func messages(of record: EventRecord, readingBackIn reader: JournalReader) async throws -> [SinkMessage]
}

/// What a receiver gets in one request.
public struct SinkMessage: Equatable, Sendable {
    /// The same for the same event of the journal, however often it is told.
    public let id: String
    public let body: String

    public init(id: String, body: String) {
        self.id = id
        self.body = body
    }
}
