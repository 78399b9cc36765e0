/// A colour for every role.
public struct Theme: Hashable, Sendable {
    /// A change that was needed to keep the screen legible.
    public struct Repair: Hashable, Sendable, CustomStringConvertible {
        public let role: Role
        public let from: RGB
        public let to: RGB
        public let reason: String

        public var description: String { "\(role.rawValue): \(from.hex) → \(to.hex), \(reason)" }
    }

    public let name: String
    public let author: String
    public let variant: ColourScheme.Variant
    /// What was changed at load because the scheme's own colour could not be read or told apart.
    public let repairs: [Repair]
    private let colours: [Role: Colour]

    init(
        name: String, author: String, variant: ColourScheme.Variant, colours: [Role: Colour], repairs: [Repair] = []
    ) {
        self.name = name
        self.author = author
        self.variant = variant
        self.colours = colours
        self.repairs = repairs
    }

    /// The colour of a role: `terminal`, `ansi` or `rgb`.
    public func colour(of role: Role) -> Colour {
        colours[role] ?? .terminal
    }

    /// What a cell's colour is in this theme: `terminal`, `ansi` or `rgb`.
    public func resolve(_ colour: Colour) -> Colour {
        switch colour {
        case .terminal, .ansi, .rgb: colour
        case .role(let role): self.colour(of: role)
        case .blend(let first, let second, let percent):
            blend(self.colour(of: first), self.colour(of: second), percent: percent)
        }
    }

    /// Colours of the terminal's own palette cannot be mixed: then it is the nearer of the two.
    private func blend(_ first: Colour, _ second: Colour, percent: UInt8) -> Colour {
        guard case .rgb(let one) = first, case .rgb(let other) = second else { return percent < 50 ? first : second }
        return .rgb(OKLab(one).mixed(with: OKLab(other), share: Double(percent) / 100).rgb)
    }
}

extension Theme {
    /// The terminal's own sixteen colours: for terminals with no more, and when there is no theme file.
    public static let plain = Theme(
        name: "plain", author: "Slipway", variant: .dark,
        colours: [
            .background: .terminal, .bar: .terminal, .selection: .ansi(4), .track: .ansi(8),
            .text: .terminal, .heading: .terminal, .dim: .ansi(8), .border: .ansi(8), .focus: .ansi(6),
            .key: .ansi(6), .link: .ansi(6), .queued: .ansi(7), .running: .ansi(4), .succeeded: .ansi(2),
            .failed: .ansi(1), .warning: .ansi(3), .awaitingApproval: .ansi(5), .stable: .ansi(6), .canary: .ansi(3),
        ])
}
