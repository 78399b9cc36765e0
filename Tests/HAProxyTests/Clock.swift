import Delivery
import Foundation
import Values

extension Timestamp {
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
    /// Later than any test takes.
    static var farAway: Timestamp { now + .seconds(3600) }
}
