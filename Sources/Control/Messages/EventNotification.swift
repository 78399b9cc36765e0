import Delivery
import Foundation
import Journal

/// An event, told to a subscriber:
/// `{"jsonrpc":"2.0","method":"event","params":{"subscription":1,"event":{"seq":7,…}}}`.
///
/// The event is the line of `slipway events --output json`. It is put in and taken out as text, in this order of
/// members: whoever reads it decides how far to look into it.
enum EventNotification {
    /// Adds the line that tells an event, given as its own line without the end.
    static func append(_ event: Data, of subscription: Int, to lines: inout Data) {
        lines.append(contentsOf: prefix(subscription).utf8)
        lines.append(event)
        lines.append(contentsOf: suffix.utf8)
        lines.append(UInt8(ascii: "\n"))
    }

    /// The event in a line that ``append(_:of:to:)`` made for this subscription; `nil` for any other line.
    ///
    /// - Throws: `EventCodingError` when the event can't be read.
    static func record(in line: Data, of subscription: Int) throws(EventCodingError) -> EventRecord? {
        let start = Data(prefix(subscription).utf8)
        let end = Data(suffix.utf8)
        guard line.starts(with: start), line.suffix(end.count) == end else { return nil }
        return try EventLine.record(String(decoding: line.dropFirst(start.count).dropLast(end.count), as: UTF8.self))
    }

    private static func prefix(_ subscription: Int) -> String {
        #"{"jsonrpc":"2.0","method":"event","params":{"subscription":\#(subscription),"event":"#
    }

    private static let suffix = "}}"
}

/// The last thing a subscriber is told: why no more events come.
struct EndNotification: Codable, Equatable, Sendable {
    static let method = "events.end"

    let subscription: Int
    let reason: Reason
    /// What went wrong, where something did.
    var message: String?

    enum Reason: String, Codable, Sendable {
        /// Everything that was recorded has been told, and no more was asked for.
        case complete
        /// The run has finished, and was not opened again by then.
        case runFinished
        /// The executor is ending.
        case stopped
        /// The events could not be read.
        case errored
    }
}

/// A notification as a client reads it, where it is no event.
struct IncomingEnd: Decodable {
    let method: String
    let params: EndNotification
}
