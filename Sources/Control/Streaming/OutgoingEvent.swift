import Delivery
import Foundation
import Journal
import Synchronization

/// An event on its way to subscribers. Its public form is made when the first of them is told, and once for all.
final class OutgoingEvent: Sendable {
    let record: EventRecord
    private let made = Mutex<Data?>(nil)

    init(_ record: EventRecord) {
        self.record = record
    }

    /// The line of `slipway events --output json`, without its end.
    ///
    /// - Throws: `EventCodingError` when a value of the event has no JSON form.
    func json() throws -> Data {
        try made.withLock { made in
            if let made { return made }
            let json = Data(try EventLine.json(record).utf8)
            made = json
            return json
        }
    }
}
