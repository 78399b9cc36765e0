/// What a cell is painted with. Roles get their colours from the theme when the cell reaches the screen.
public enum Colour: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// A meaning, coloured by the theme.
    case role(Role)
    /// Between two roles; `percent` of the second.
    case blend(Role, Role, percent: UInt8)
    /// One of the sixteen colours of the terminal's own palette.
    case ansi(UInt8)
    /// Exactly this colour, as near as the terminal can show it.
    case rgb(RGB)

    /// Between two roles, with `share` (0…1) of the second.
    public static func blend(_ first: Role, _ second: Role, share: Double) -> Colour {
        let share = share.isFinite ? min(max(share, 0), 1) : 0
        let percent = UInt8((share * 100).rounded())
        switch percent {
        case 0: return .role(first)
        case 100: return .role(second)
        default: return .blend(first, second, percent: percent)
        }
    }
}

extension Colour: CustomStringConvertible {
    /// The name used in the styles plane of golden files: `failed`, `border~text 40%`, `#ff0000`.
    public var description: String {
        switch self {
        case .terminal: "terminal"
        case .role(let role): role.rawValue
        case .blend(let first, let second, let percent): "\(first.rawValue)~\(second.rawValue) \(percent)%"
        case .ansi(let index): "ansi \(index)"
        case .rgb(let colour): colour.hex
        }
    }
}
