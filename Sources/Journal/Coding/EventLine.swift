import Delivery
import Foundation
import Values

/// The public form of a recorded event: one JSON object on one line.
///
/// ```json
/// {"seq":7,"time":"2026-11-21T12:03:49.123Z","run":128,"type":"stageStarted","data":{"stage":"build"}}
/// ```
///
/// `run` is `null` for what is of no run. It is documented and stable: times are UTC, durations milliseconds, shares basis points, sizes bytes.
public enum EventLine {
    /// The record as one line, without a newline at its end or within it.
    ///
    /// - Throws: ``EventCodingError`` when a value of the event has no JSON form.
    public static func json(_ record: EventRecord) throws(EventCodingError) -> String {
        let coded = try EventCoding.encode(record.event)
        return """
            {"seq":\(record.sequence),"time":"\(record.time.iso8601)","run":\(record.run.map { "\($0.value)" } ?? "null"),\
            "type":"\(coded.type)","data":\(coded.data)}
            """
    }

    /// Reads a line that ``json(_:)`` made, or one with the same members in another order.
    ///
    /// - Throws: ``EventCodingError`` when the line is not JSON, lacks a member or has one that can't be read.
    public static func record(_ line: String) throws(EventCodingError) -> EventRecord {
        let members: Members
        let data: Data
        do {
            members = try EventCoding.makeDecoder().decode(Members.self, from: Data(line.utf8))
            data = try EventCoding.makeEncoder().encode(members.data)
        } catch {
            throw .malformedLine(reason: error.whatJSONLacks)
        }
        guard let time = Timestamp(iso8601: members.time) else {
            throw .malformedLine(reason: "time: expected YYYY-MM-DDTHH:MM:SS.mmmZ")
        }
        let coded = CodedEvent(type: members.type, data: String(decoding: data, as: UTF8.self))
        return EventRecord(
            sequence: members.seq, time: time, run: members.run.map { RunNumber($0) },
            event: try EventCoding.decode(coded))
    }

    private struct Members: Decodable {
        let seq: Int64
        let time: String
        let run: Int?
        let type: String
        let data: JSONValue
    }
}
