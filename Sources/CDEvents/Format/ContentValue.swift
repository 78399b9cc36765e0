/// A value within an event's content.
public enum ContentValue: Equatable, Sendable {
    case string(String)
    case integer(Int64)
    /// A finite number: JSON has no others.
    case number(Double)
    case boolean(Bool)
    case object([String: ContentValue])
}

extension ContentValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .object(let members): try container.encode(members)
        }
    }
}

extension ContentValue {
    /// What somebody wrote, or a program printed, at a length that an event can carry.
    static func text(_ text: String) -> ContentValue {
        let limit = 1000
        let start = text.unicodeScalars.prefix(limit)
        return .string(start.endIndex == text.endIndex ? text : String(start) + "…")
    }

    static func text(_ text: String?) -> ContentValue? { text.map { .text($0) } }

    /// An object without the members that have no value.
    static func object(_ members: Members) -> ContentValue { .object(members.compactMapValues { $0 }) }
}

/// Named values, some of which may be missing.
typealias Members = [String: ContentValue?]
