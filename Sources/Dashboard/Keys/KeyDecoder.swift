/// Makes key presses of what the terminal sends. Pure.
///
/// Terminals also answer questions and send sequences that nobody asked for; taken as keys, the letters in them would
/// halt or approve something. So what follows an escape *in the same burst* is Alt or a sequence, which is dropped.
public struct KeyDecoder: Sendable {
    /// A longer paste is cut.
    public static let longestPaste = 64 * 1024

    /// What arrives.
    public enum Input: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case key(KeyPress)
        case pasteBegin
        case pasteEnd
    }

    private enum State {
        case ground
        case escape
        /// `ESC [ …` up to a letter.
        case control
        /// `ESC O` and one more.
        case single
        /// `ESC ]`, `ESC P`, … up to BEL or `ESC \`.
        case string(afterEscape: Bool)
        case paste
    }

    private var state = State.ground
    private var pasted = ""
    private var pastedCount = 0

    public init() {}

    /// Whether the rest of a paste has yet to arrive.
    public var isPasting: Bool {
        if case .paste = state { true } else { false }
    }

    /// Takes one input and returns the key press that it completes.
    public mutating func decode(_ input: Input) -> KeyPress? {
        switch input {
        case .pasteBegin:
            state = .paste
            (pasted, pastedCount) = ("", 0)
            return nil
        case .pasteEnd: return endPaste()
        case .key(let key):
            if isPasting { return nil }
            state = .ground
            return key
        case .scalar(let scalar): return decode(scalar)
        }
    }

    /// Nothing more arrives in this burst: an escape that nothing followed was the key.
    public mutating func endBurst() -> KeyPress? {
        if isPasting { return nil }
        defer { state = .ground }
        if case .escape = state { return .escape }
        return nil
    }

    /// The end of a paste, also where its mark never came.
    public mutating func endPaste() -> KeyPress? {
        guard isPasting else { return nil }
        state = .ground
        defer { pasted = "" }
        return .paste(pasted)
    }

    private mutating func decode(_ scalar: Unicode.Scalar) -> KeyPress? {
        switch state {
        case .ground:
            if scalar == "\u{1B}" { state = .escape } else { return Self.key(of: scalar) }
        case .escape: return decodeAfterEscape(scalar)
        case .control:
            if (0x40...0x7E).contains(scalar.value) { state = .ground }
        case .single: state = .ground
        case .string(let afterEscape):
            let ends = scalar == "\u{07}" || (afterEscape && scalar == "\\")
            state = ends ? .ground : .string(afterEscape: scalar == "\u{1B}")
        case .paste:
            guard pastedCount < Self.longestPaste else { return nil }
            pasted.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
            pastedCount += 1
        }
        return nil
    }

    private mutating func decodeAfterEscape(_ scalar: Unicode.Scalar) -> KeyPress? {
        switch scalar {
        case "\u{1B}": return .escape
        case "[": state = .control
        case "O": state = .single
        case "]", "P", "_", "^", "X": state = .string(afterEscape: false)
        default:
            state = .ground
            if case .character(let character)? = Self.key(of: scalar) { return .alt(character) }
        }
        return nil
    }

    private static func key(of scalar: Unicode.Scalar) -> KeyPress? {
        switch scalar.value {
        case 0x0D, 0x0A: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
        case ..<0x20, 0x80..<0xA0: nil
        default: .character(Character(scalar))
        }
    }
}
