import Delivery
import Journal
import Values

/// One line of the log: the time in UTC, the level, a text.
struct LogLine {
    let time: Timestamp
    let level: LogLevel
    let text: String

    /// In Unicode scalars; more of a text is cut off.
    private static let longestText = 8192

    /// With the end of the line. Whatever a text from outside holds, it stays one line and moves no cursor.
    var bytes: [UInt8] {
        let scalars = text.unicodeScalars
        let shown = scalars.prefix(Self.longestText).map(Self.visible).joined()
        let end = scalars.dropFirst(Self.longestText).isEmpty ? "\n" : "…\n"
        let name = level.rawValue.padding(to: LogLevel.warning.rawValue.utf8.count)
        return Array("\(time.iso8601) \(name) \(shown)\(end)".utf8)
    }

    /// Otherwise a text could pretend that something was escaped.
    private static func visible(_ scalar: Unicode.Scalar) -> String { scalar == "\\" ? "\\\\" : scalar.visible }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - utf8.count, 0))
    }
}
