/// What a person pressed, or did to the terminal.
public enum KeyPress: Hashable, Sendable {
    case character(Character)
    /// Control and a letter, in lower case: `control("c")`.
    case control(Character)
    /// Alt (Meta, Option) and a character.
    case alt(Character)
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete
    case insert
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    /// F1 is 1.
    case function(Int)
    /// Text from the clipboard, at most `KeyDecoder.longestPaste` characters.
    case paste(String)
    /// The terminal has another size now.
    case resize(Size)
}

extension KeyPress: CustomStringConvertible {
    /// The key as help pages name it: `a`, `Ctrl-C`, `PgUp`.
    public var description: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .alt(let character): "Alt-\(character)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        case .paste: "Paste"
        case .resize: "Resize"
        }
    }
}
