import Values

/// A base16 or base24 colour scheme as its file says it (tinted-theming builder 0.11, styling 0.4).
public struct ColourScheme: Hashable, Sendable {
    /// Whether it is meant for a dark or a light background.
    public enum Variant: String, Hashable, Sendable {
        case dark
        case light
    }

    /// A place in the palette: `base00`…`base0F`, in base24 up to `base17`.
    public struct Slot: Hashable, Sendable, Comparable, CustomStringConvertible {
        public let index: UInt8

        /// `base0A`, in any case; `nil` for what is no slot.
        public init?(_ text: some StringProtocol) {
            let lower = text.lowercased()
            guard lower.hasPrefix("base"), lower.utf8.count == 6, let index = UInt8(lower.dropFirst(4), radix: 16),
                index <= 0x17
            else { return nil }
            self.index = index
        }

        init(_ index: UInt8) {
            self.index = index
        }

        public static func < (first: Slot, second: Slot) -> Bool { first.index < second.index }

        public var description: String {
            let digits = String(index, radix: 16, uppercase: true)
            return "base" + (digits.utf8.count < 2 ? "0" + digits : digits)
        }

        /// The slots that every scheme must have.
        public static let base16: [Slot] = (0...15).map { Slot($0) }
        /// The slots of a base24 scheme.
        public static let base24: [Slot] = (0...23).map { Slot($0) }
    }

    public let name: String
    public let author: String
    /// As the file says it, else from which of background and text is the lighter one.
    public let variant: Variant
    /// Has at least `Slot.base16`.
    public let palette: [Slot: RGB]
    /// Colours that the file gives to roles of Slipway itself: `slipway: { roles: { failed: base0F } }`.
    public let roles: [Role: RGB]

    init(name: String, author: String, variant: Variant?, palette: [Slot: RGB], roles: [Role: RGB]) {
        self.name = name
        self.author = author
        self.palette = palette
        self.roles = roles
        let background = palette[Slot(0x00)]?.luminance ?? 0
        let text = palette[Slot(0x05)]?.luminance ?? 1
        self.variant = variant ?? (background > text ? .light : .dark)
    }

    /// The colour of a slot that every scheme has, by its number.
    func colour(_ index: UInt8) -> RGB {
        palette[Slot(index)] ?? RGB(0x80, 0x80, 0x80)
    }
}
