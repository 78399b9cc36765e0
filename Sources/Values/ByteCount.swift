/// An amount of memory or storage, in bytes.
public struct ByteCount: Hashable, Comparable, Sendable, Codable {
    public let bytes: Int64

    public init(bytes: Int64) {
        self.bytes = bytes
    }

    public init(from decoder: any Decoder) throws {
        bytes = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }

    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: CustomStringConvertible {
    /// In the largest binary unit that keeps it above one: `512 MiB`, `1.4 KiB`.
    public var description: String {
        var value = Double(bytes)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if abs(value) < 1024 { return Self.format(value, unit) }
            value /= 1024
        }
        return Self.format(value, "TiB")
    }

    private static func format(_ value: Double, _ unit: String) -> String {
        let tenths = Int64((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(abs(tenths % 10)) \(unit)"
    }
}
