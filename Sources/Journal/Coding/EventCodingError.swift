/// Why an event can't be written as JSON, or read from it.
public enum EventCodingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A value of the event has no JSON form.
    case unwritable(reason: String)
    /// No event is called this; a newer Slipway may know it.
    case unknownType(String)
    /// The values are not what this kind of event needs.
    case malformed(type: String, reason: String)
    /// The line is not one of `slipway events --output json`.
    case malformedLine(reason: String)

    public var description: String {
        switch self {
        case .unwritable(let reason): "the event can't be written as JSON: \(reason)"
        case .unknownType(let type):
            "there is no event '\(type.prefix(64))'; it may come from a newer version of slipway"
        case .malformed(let type, let reason): "the event '\(type)' can't be read: \(reason)"
        case .malformedLine(let reason): "the line is not an event: \(reason)"
        }
    }
}

extension Error {
    /// Where in the JSON something is missing or wrong, and what.
    var whatJSONLacks: String {
        switch self as? DecodingError {
        case .keyNotFound(let key, let context): "\(context.place)'\(key.stringValue)' is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "\(context.place)expected \(type)"
        case .dataCorrupted(let context): "\(context.place)\(context.debugDescription)"
        default: "\(self)"
        }
    }
}

extension DecodingError.Context {
    /// `plan.instances.0: `, or nothing at the top.
    fileprivate var place: String {
        codingPath.isEmpty ? "" : codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }
}
