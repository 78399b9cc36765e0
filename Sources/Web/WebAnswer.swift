import Foundation
import Values

/// An answer; the connection ends with it.
package struct WebAnswer: Sendable {
    package let status: WebStatus
    let type: String
    let body: Data
    /// Further fields.
    package var fields: [String: String] = [:]

    package init(_ status: WebStatus, type: String, body: Data) {
        self.status = status
        self.type = type
        self.body = body
    }

    /// A small object. An error tells its status only: whoever made it may be an attacker.
    package init(_ status: WebStatus, _ members: [String: JSONValue]? = nil) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try? encoder.encode(members ?? ["error": .string(status.phrase)])
        self.init(status, type: "application/json", body: (body ?? Data()) + Data("\n".utf8))
    }

    /// - Parameter isHead: whether only the head was asked for.
    func bytes(isHead: Bool, at date: Date) -> Data {
        var lines = [
            "HTTP/1.1 \(status.rawValue) \(status.phrase)", "Date: \(Self.text(date))", "Content-Type: \(type)",
            "Content-Length: \(body.count)", "Cache-Control: no-store", "Connection: close",
            "X-Content-Type-Options: nosniff",
        ]
        lines += fields.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
        let head = Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return isHead ? head : head + body
    }

    /// RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func text(_ date: Date) -> String {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
                \(second: .twoDigits) GMT
                """,
            locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        return style.format(date)
    }
}
