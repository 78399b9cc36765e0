import Values

/// The recorded form of a value that is one of several kinds: `{"kind":"errorLimit","limit":100}`.
///
/// Once it was `{"errorLimit":{"_0":100}}`, which is still read.
enum RecordedKind {
    static let name = RecordedName("kind")

    static func write(
        _ kind: String, to encoder: any Encoder, _ write: (inout RecordedValues) throws -> Void = { _ in }
    ) throws {
        var values = RecordedValues(container: encoder.container(keyedBy: RecordedName.self))
        try values.write(kind, name.stringValue)
        try write(&values)
    }

    /// As a plain text: what a person wrote, or an earlier version where there is a kind now.
    static func write(words: String, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(words)
    }

    /// The same for a value that may also be a plain text.
    static func read<Value>(
        _ type: Value.Type, from decoder: any Decoder, orWords wrap: (String) -> Value,
        _ make: (_ kind: String, ReadValues) throws -> Value?
    ) throws -> Value {
        if let words = try? decoder.singleValueContainer().decode(String.self) { return wrap(words) }
        return try read(type, from: decoder, make)
    }

    /// - Parameter make: `nil` for a kind that it does not know.
    static func read<Value>(
        _ type: Value.Type, from decoder: any Decoder, _ make: (_ kind: String, ReadValues) throws -> Value?
    ) throws -> Value {
        let container = try decoder.container(keyedBy: RecordedName.self)
        let (kind, values) = try kind(in: container)
        if let value = try make(kind, ReadValues(container: values)) { return value }
        throw DecodingError.dataCorruptedError(
            forKey: name, in: container,
            debugDescription: "\(Value.self) has no kind \(kind.quoted); a newer Slipway may know it")
    }

    private static func kind(
        in container: KeyedDecodingContainer<RecordedName>
    ) throws -> (String, KeyedDecodingContainer<RecordedName>) {
        if let kind = try container.decodeIfPresent(String.self, forKey: name) { return (kind, container) }
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.keyNotFound(
                name, DecodingError.Context(codingPath: container.codingPath, debugDescription: "no kind"))
        }
        return (key.stringValue, try container.nestedContainer(keyedBy: RecordedName.self, forKey: key))
    }
}
