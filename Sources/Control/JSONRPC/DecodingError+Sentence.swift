extension Error {
    /// What is wrong with a value that could not be read, and where in it.
    var sentence: String {
        guard let error = self as? DecodingError else { return "\(self)" }
        return switch error {
        case .keyNotFound(let key, let context): "\(context.place)'\(key.stringValue)' is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "\(context.place)expected \(word(for: type))"
        case .dataCorrupted(let context): "\(context.place)\(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any FixedWidthInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        default: "an object"
        }
    }
}

extension DecodingError.Context {
    /// `params.after: `, or nothing at the top.
    fileprivate var place: String {
        codingPath.isEmpty ? "" : codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }
}
