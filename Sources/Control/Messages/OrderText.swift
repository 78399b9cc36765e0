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

    static func reason(_ text: String?) throws -> String? {
        guard (text?.utf8.count ?? 0) <= longestReason else {
            throw RPCError(.invalidParameters, "reason: expected at most \(longestReason) bytes")
        }
        return text
    }
}

extension String {
    fileprivate var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
