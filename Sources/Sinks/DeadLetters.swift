import Delivery
import Foundation
import Journal
import Values

/// Events that the receiver will never take, a line of JSON each: `{"event":{…},"reason":"…","time":"…"}`.
struct DeadLetters: Sendable {
    /// A file of this size becomes `….old`, and replaces the one before it: a receiver that refuses everything must not
    /// fill the disk.
    static let largest: UInt64 = 8 << 20

    let path: String

    /// - Parameter event: its JSON.
    /// - Throws: ``SinkError``
    func add(_ event: String, reason: String, at time: Timestamp) async throws(SinkError) {
        let reason = (try? JSONEncoder().encode(reason)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        let line = "{\"event\":\(event),\"reason\":\(reason),\"time\":\"\(time.iso8601)\"}\n"
        try await SinkFile.append(Array(line.utf8), to: path, largest: Self.largest)
    }
}
