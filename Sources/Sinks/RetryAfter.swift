import Delivery
import Foundation
import Values

/// When a receiver wants to be asked again: the header `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter: Equatable, Sendable {
    case delay(Duration)
    case date(Timestamp)

    /// `nil` for what is neither a number of seconds nor a date.
    init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard (1...64).contains(text.utf8.count) else { return nil }
        if text.utf8.allSatisfy({ (48...57).contains($0) }) {
            self = .delay(.seconds(min(Int64(text) ?? .max, 1 << 32)))
        } else if let date = Self.format.date(from: text) {
            self = .date(Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000)))
        } else {
            return nil
        }
    }

    func duration(from now: Timestamp) -> Duration {
        switch self {
        case .delay(let delay): delay
        case .date(let date): max(date - now, .zero)
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static var format: DateFormatter {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format
    }
}
