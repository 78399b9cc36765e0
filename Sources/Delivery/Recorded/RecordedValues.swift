import Values

/// A name in the record: of a kind of event, or of one of its values.
struct RecordedName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

/// Writes values under their names.
struct RecordedValues {
    var container: KeyedEncodingContainer<RecordedName>

    mutating func write<Value: Encodable>(_ value: Value, _ name: String) throws {
        try container.encode(value, forKey: RecordedName(name))
    }

    mutating func write<Value: Encodable>(_ value: Value?, _ name: String) throws {
        try container.encodeIfPresent(value, forKey: RecordedName(name))
    }

    /// In whole milliseconds.
    mutating func write(_ duration: Duration, _ name: String) throws {
        try container.encode(duration, forKey: RecordedName(name))
    }

    mutating func write(_ duration: Duration?, _ name: String) throws {
        if let duration { try write(duration, name) }
    }
}

/// Reads values by their names.
struct ReadValues {
    let container: KeyedDecodingContainer<RecordedName>

    func read<Value: Decodable>(_ name: String) throws -> Value {
        try container.decode(Value.self, forKey: RecordedName(name))
    }

    func readIfPresent<Value: Decodable>(_ name: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: RecordedName(name))
    }

    /// - Parameter earlier: the name that it once had.
    func read<Value: Decodable>(_ name: String, earlier: String) throws -> Value {
        let isEarlier = !container.contains(RecordedName(name)) && container.contains(RecordedName(earlier))
        return try read(isEarlier ? earlier : name)
    }

    /// - Parameter earlier: the name that it once had.
    func readIfPresent<Value: Decodable>(_ name: String, earlier: String) throws -> Value? {
        try readIfPresent(container.contains(RecordedName(name)) ? name : earlier)
    }

    /// Written in whole milliseconds.
    func read(_ name: String) throws -> Duration {
        try container.decode(Duration.self, forKey: RecordedName(name))
    }

    func readIfPresent(_ name: String) throws -> Duration? {
        try container.decodeIfPresent(Duration.self, forKey: RecordedName(name))
    }
}
