/// What every order brings along, within its limits.
enum OrderText {
    static let longestID = 64
    static let longestReason = 4096

    static func id(_ text: String) throws -> String {
        guard (1...longestID).contains(text.unicodeScalars.count), !text.hasControlCharacters else {
            throw RPCError(.invalidParameters, "id: expected 1 to \(longestID) printable characters")
        }
        return text
    }

    /// One without a visible character is none.
    static func reason(_ text: String?) throws -> String? {
        guard (text?.utf8.count ?? 0) <= longestReason else {
            throw RPCError(.invalidParameters, "reason: expected at most \(longestReason) bytes")
        }
        guard text?.hasControlCharacters != true else {
            throw RPCError(.invalidParameters, "reason: expected printable characters in one line")
        }
        return text?.contains { !$0.isWhitespace } == true ? text : nil
    }
}

extension String {
    /// Whether it holds what moves a cursor, ends a line or reorders text. Such a text could pretend to be another.
    public var hasControlCharacters: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar.properties.isBidiControl
            }
        }
    }
}
