import Values

extension JSONValue {
    /// What somebody wrote, or a program printed, at a length that an event can carry.
    static func text(_ text: String) -> JSONValue {
        let limit = 1000
        let start = text.unicodeScalars.prefix(limit)
        return .string(start.endIndex == text.endIndex ? text : String(start) + "…")
    }

    static func text(_ text: String?) -> JSONValue? { text.map { .text($0) } }

    /// An object without the members that have no value.
    static func object(_ members: Members) -> JSONValue { .object(members.compactMapValues { $0 }) }
}

/// Named values, some of which may be missing.
typealias Members = [String: JSONValue?]
