import Delivery
import Foundation
import Journal
import Values

/// One event in the words of CDEvents (https://cdevents.dev), for other systems.
public struct CDEvent: Equatable, Sendable {
    /// The version of the CDEvents specification that is followed.
    public static let specificationVersion = "0.5.1"

    /// The same for the same event of the journal, however often it is told: receivers drop what they have had.
    public let id: String
    public let type: EventType
    public let source: EventSource
    /// When it happened.
    public let time: Timestamp
    /// What it happened to; the same in all events about the same thing.
    public let subject: String
    public let content: [String: JSONValue]
    /// What the specification has no place for.
    public let customData: [String: JSONValue]

    /// The event in CloudEvents' structured mode, `application/cloudevents+json`: one line, the names sorted.
    ///
    /// - Throws: `EncodingError`, for a number that is not finite.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(CloudEvent(self)), as: UTF8.self)
    }
}
