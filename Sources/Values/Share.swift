/// A share of traffic or of a whole, in basis points: 0 is nothing, 10,000 is everything.
public struct Share: Hashable, Comparable, Sendable {
    /// Ten-thousandths, always within `0...10_000`.
    public let basisPoints: Int

    public static let none = Share(basisPoints: 0)
    public static let all = Share(basisPoints: 10_000)

    /// Values outside `0...10_000` are brought to the nearest bound.
    public init(basisPoints: Int) {
        self.basisPoints = min(max(basisPoints, 0), 10_000)
    }

    /// A share of `percent` hundredths; fractions finer than a basis point are rounded.
    public init(percent: Double) {
        self.init(basisPoints: percent.isFinite ? Int((min(max(percent, 0), 100) * 100).rounded()) : 0)
    }

    /// What a part is of a whole; nothing of an empty one. Fractions finer than a basis point are left out.
    public init(of part: Int, among whole: Int) {
        self.init(basisPoints: whole > 0 ? part * 10_000 / whole : 0)
    }

    /// The share as a number within `0...1`.
    public var fraction: Double { Double(basisPoints) / 10_000 }

    public static func < (left: Share, right: Share) -> Bool { left.basisPoints < right.basisPoints }
}

extension Share: CustomStringConvertible {
    /// As people write it: `5%`, `0.05%`, `12.5%`.
    public var description: String {
        let whole = basisPoints / 100
        let hundredths = basisPoints % 100
        if hundredths == 0 { return "\(whole)%" }
        if hundredths % 10 == 0 { return "\(whole).\(hundredths / 10)%" }
        return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)%"
    }
}

extension Share: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(basisPoints: try decoder.singleValueContainer().decode(Int.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(basisPoints)
    }
}
