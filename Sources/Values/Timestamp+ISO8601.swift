import Foundation

extension Timestamp {
    /// UTC to the millisecond: `2026-11-21T12:03:49.123Z`.
    public var iso8601: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = rest < 0 ? rest + 1000 : rest
        let whole = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
        // The fraction is written by hand: as part of a `Date` it would be a binary one, and be cut off.
        let digits = String(1000 + fraction).dropFirst()
        return Date.ISO8601FormatStyle().format(whole).dropLast() + ".\(digits)Z"
    }

    /// Reads what ``iso8601`` writes; `nil` for anything else.
    public init?(iso8601 text: String) {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard text.utf8.count <= 32, let date = try? style.parse(text),
            let milliseconds = Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded())
        else { return nil }
        self.init(milliseconds: milliseconds)
        guard iso8601 == text else { return nil }
    }
}
