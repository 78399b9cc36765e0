/// How a cell looks.
public struct Style: Hashable, Sendable {
    public var foreground: Colour
    public var background: Colour
    public var attributes: Attributes

    public init(
        _ foreground: Role = .text, on background: Role = .background, _ attributes: Attributes = []
    ) {
        self.init(foreground: .role(foreground), background: .role(background), attributes: attributes)
    }

    public init(foreground: Colour, background: Colour = .role(.background), attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// Text on the background.
    public static let plain = Style()

    /// The same on another background.
    public func on(_ background: Role) -> Style {
        var copy = self
        copy.background = .role(background)
        return copy
    }

    /// The same with more attributes.
    public func with(_ more: Attributes) -> Style {
        var copy = self
        copy.attributes.formUnion(more)
        return copy
    }
}

extension Style {
    /// What a terminal can do to a character without colour.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let reverse = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let italic = Attributes(rawValue: 16)
    }
}

extension Style: CustomStringConvertible {
    /// The legend of golden files: `failed on selection, bold`.
    public var description: String {
        let names: [(Attributes, String)] = [
            (.bold, "bold"), (.dim, "faint"), (.reverse, "reverse"), (.underline, "underline"), (.italic, "italic"),
        ]
        let surface = background == .role(.background) ? "" : " on \(background)"
        return (["\(foreground)\(surface)"] + names.filter { attributes.contains($0.0) }.map(\.1))
            .joined(separator: ", ")
    }
}
