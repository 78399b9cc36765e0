import CTerminal

/// Which entry of the terminal database is used.
struct TerminalType: Hashable, Sendable {
    let name: String

    /// The type for an environment. Where the terminal shows any colour and the database has a direct-colour entry for
    /// it (`xterm-direct`), that one; few systems install it.
    static func choose(environment: [String: String]) throws(ScreenError) -> TerminalType {
        guard let type = environment["TERM"], !type.isEmpty else { throw .noTerminalType }
        switch Int(cterm_type(type)) {
        case CTERM_TYPE_UNKNOWN: throw .unknownTerminalType(type)
        case CTERM_TYPE_DUMB: throw .dumbTerminal(type)
        default: break
        }
        let direct = directName(of: type)
        if ColourDepth.isDirect(environment: environment), Int(cterm_type(direct)) == CTERM_TYPE_USABLE {
            return TerminalType(name: direct)
        }
        return TerminalType(name: type)
    }

    static func directName(of type: String) -> String {
        if type.hasSuffix("-direct") { return type }
        return (type.hasSuffix("-256color") ? String(type.dropLast("-256color".count)) : type) + "-direct"
    }
}
