/// How many colours the output can show, and how they are named to it.
public enum ColourDepth: Hashable, Sendable, CaseIterable {
    /// No colour; bold, dim, underline and reverse stay.
    case monochrome
    /// The eight colours of the terminal's own palette.
    case ansi8
    /// The sixteen colours of the terminal's own palette.
    case ansi16
    /// The fixed colours of `Palette256`.
    case indexed256
    /// Any colour.
    case direct

    /// The depth of a terminal that has this many colours; more than 32,768 are direct.
    public init(colourCount: Int) {
        switch colourCount {
        case ..<8: self = .monochrome
        case 8..<16: self = .ansi8
        case 16..<256: self = .ansi16
        case 256...32_768: self = .indexed256
        default: self = .direct
        }
    }

    /// What the user asked for: `true` or `false` when they did, `nil` when the output decides.
    ///
    /// `NO_COLOR` counts when it is set and not empty (no-color.org) and comes before `CLICOLOR_FORCE`, which
    /// counts when it is neither empty nor 0; `CLICOLOR=0` and `TERM=dumb` mean no colour.
    public static func wish(environment: [String: String]) -> Bool? {
        if !(environment["NO_COLOR"] ?? "").isEmpty { return false }
        if !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "") { return true }
        if environment["CLICOLOR"] == "0" || environment["TERM"] == "dumb" { return false }
        return nil
    }

    /// The depth for the screen of a terminal with this many colours.
    public static func ofScreen(environment: [String: String], colourCount: Int) -> ColourDepth {
        wish(environment: environment) == false ? .monochrome : ColourDepth(colourCount: colourCount)
    }

    /// Whether the terminal says that it shows any colour.
    static func isDirect(environment: [String: String]) -> Bool {
        ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    }
}
