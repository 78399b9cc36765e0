import Delivery
import Foundation

/// An event as it is stored and printed: its kind, and the rest as JSON.
public struct CodedEvent: Equatable, Sendable {
    /// The name of the event's case: `trafficShifted`.
    public let type: String
    /// The event's values as a JSON object on one line, keys sorted.
    public let data: String

    public init(type: String, data: String) {
        self.type = type
        self.data = data
    }
}

/// Turns events into their stored form and back.
///
/// The standard library codes an event as `{"TYPE":{…}}`; here the two parts are kept apart, so that a reader finds
/// the kind without looking into the rest. Numbers that JSON lacks are written as `"Infinity"`, `"-Infinity"` and
/// `"NaN"`.
public enum EventCoding {
    /// - Throws: ``EventCodingError`` when a value of the event has no JSON form.
    public static func encode(_ event: Event) throws(EventCodingError) -> CodedEvent {
        let json: Data
        do {
            json = try makeEncoder().encode(event)
        } catch {
            throw .unwritable(reason: "\(error)")
        }
        guard let coded = split(String(decoding: json, as: UTF8.self)) else {
            throw .unwritable(reason: "its JSON is not of the form {\"type\":{…}}")
        }
        return coded
    }

    /// - Throws: ``EventCodingError`` when the kind is unknown or its values are not what the kind needs.
    public static func decode(_ coded: CodedEvent) throws(EventCodingError) -> Event {
        guard isTypeName(coded.type) else { throw .unknownType(coded.type) }
        do {
            return try makeDecoder().decode(Event.self, from: Data("{\"\(coded.type)\":\(coded.data)}".utf8))
        } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
            throw .unknownType(coded.type)
        } catch {
            throw .malformed(type: coded.type, reason: error.whatJSONLacks)
        }
    }

    static func makeEncoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return encoder
    }

    static func makeDecoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return decoder
    }

    /// Cuts `{"TYPE":DATA}` in two. The name of a case needs no escapes, so the first quote after it is its end.
    private static func split(_ json: String) -> CodedEvent? {
        guard json.hasPrefix("{\""), json.hasSuffix("}}") else { return nil }
        let rest = json.dropFirst(2)
        guard let end = rest.firstIndex(of: "\""), isTypeName(rest[..<end]) else { return nil }
        let data = rest[end...].dropFirst(1)
        guard data.hasPrefix(":{") else { return nil }
        return CodedEvent(type: String(rest[..<end]), data: String(data.dropFirst().dropLast()))
    }

    private static func isTypeName(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) }
    }
}
