import Delivery
import Foundation
import Values

/// The address of a repository as git takes it: a URL, `user@host:path` or a path.
struct GitAddress: Hashable, Sendable, CustomStringConvertible {
    let text: String

    /// What stands before the host, if that may hold a password.
    private var credentials: Substring? {
        guard let scheme = text.range(of: "://") else { return nil }
        let authority = text[scheme.upperBound...].prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") || text.hasPrefix("http")
        else { return nil }
        return authority[..<at]
    }

    /// In quotes, without a password.
    var description: String { withoutCredentials(text).quoted }

    /// git's words in one line and without the password of this address.
    func words(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " · ")
        let shown = withoutCredentials(line).unicodeScalars.prefix(500).map { $0.isInvisible ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(shown))
    }

    private func withoutCredentials(_ text: String) -> String {
        guard let credentials else { return text }
        return text.replacingOccurrences(of: "\(credentials)@", with: "…@")
    }
}
