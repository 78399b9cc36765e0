import Values

extension ShopConfiguration: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case version, errorRate, latency, tail, crashAfterRequests, leakBytesPerRequest, startDelayMilliseconds
        case failToStart, dependency
    }

    /// Unknown keys and values out of range are errors: a misspelt fault would be no fault.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields<Key>(decoder)
        version = try fields.value(.version, or: version, "1 to 64 letters, digits and . + - _", Self.isVersion)
        errorRate = try fields.share(.errorRate)
        latency = try fields.value(.latency, or: latency)
        tail = try fields.value(.tail, or: tail)
        crashAfterRequests = try fields.optional(.crashAfterRequests, "a whole number from 0 up") { $0 >= 0 }
        leakBytesPerRequest = try fields.value(.leakBytesPerRequest, or: 0, "bytes, from 0 up to 16777216") {
            (0...16_777_216).contains($0)
        }
        startDelay = try fields.milliseconds(.startDelayMilliseconds)
        failToStart = try fields.value(.failToStart, or: false)
        dependency = try fields.optional(.dependency).map { try fields.address($0, .dependency) }
    }

    static func isVersion(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".+-_".contains($0)) }
    }
}

extension ShopConfiguration.Latency: Decodable {
    private enum Key: String, CodingKey, CaseIterable { case medianMilliseconds, sigma }

    public init(from decoder: any Decoder) throws {
        let fields = try Fields<Key>(decoder)
        median = try fields.milliseconds(.medianMilliseconds)
        sigma = try fields.value(.sigma, or: 0, "a number within 0...3") { (0...3).contains($0) }
    }
}

extension ShopConfiguration.Tail: Decodable {
    private enum Key: String, CodingKey, CaseIterable { case rate, extraMilliseconds }

    public init(from decoder: any Decoder) throws {
        let fields = try Fields<Key>(decoder)
        rate = try fields.share(.rate)
        extra = try fields.milliseconds(.extraMilliseconds)
    }
}

/// The fields of one JSON object, read strictly.
private struct Fields<Key: CodingKey & CaseIterable> {
    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: Key.self)
        let known = Key.allCases.map(\.stringValue)
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "“\(key.stringValue)” is not a key here; valid: \(known.joined(separator: ", "))")
            )
        }
    }

    func optional<Value: Decodable>(
        _ key: Key, _ right: String = "", _ isRight: (Value) -> Bool = { _ in true }
    ) throws -> Value? {
        guard let value = try container.decodeIfPresent(Value.self, forKey: key) else { return nil }
        guard isRight(value) else { throw wrong(key, value, right) }
        return value
    }

    func value<Value: Decodable>(
        _ key: Key, or standard: Value, _ right: String = "", _ isRight: (Value) -> Bool = { _ in true }
    ) throws -> Value {
        try optional(key, right, isRight) ?? standard
    }

    func share(_ key: Key) throws -> Double {
        try value(key, or: 0, "a share within 0...1") { (0...1).contains($0) }
    }

    func milliseconds(_ key: Key) throws -> Duration {
        let number = try value(key, or: 0.0, "milliseconds within 0...600000") { (0...600_000).contains($0) }
        return .seconds(number / 1000)
    }

    func address(_ text: String, _ key: Key) throws -> LoopbackAddress {
        do {
            return try LoopbackAddress(text)
        } catch {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\(error)")
        }
    }

    private func wrong(_ key: Key, _ value: some Any, _ right: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: container, debugDescription: "\(value) is not right: \(right)")
    }
}

/// A key of any name.
private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
