import CTerminal

extension KeyDecoder.Input {
    /// What `cterm_next_key` returned; `nil` for keys without a meaning here.
    init?(kind: Int, value: UInt32) {
        if kind == CTERM_CHARACTER {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            self = .scalar(scalar)
            return
        }
        switch Int(value) {
        case CTERM_KEY_PASTE_BEGIN: self = .pasteBegin
        case CTERM_KEY_PASTE_END: self = .pasteEnd
        case (CTERM_KEY_FUNCTION + 1)...(CTERM_KEY_FUNCTION + 63):
            self = .key(.function(Int(value) - CTERM_KEY_FUNCTION))
        default:
            guard let key = Self.keys[Int(value)] else { return nil }
            self = .key(key)
        }
    }

    private static let keys: [Int: KeyPress] = [
        CTERM_KEY_UP: .up, CTERM_KEY_DOWN: .down, CTERM_KEY_LEFT: .left, CTERM_KEY_RIGHT: .right,
        CTERM_KEY_HOME: .home, CTERM_KEY_END: .end, CTERM_KEY_PAGE_UP: .pageUp, CTERM_KEY_PAGE_DOWN: .pageDown,
        CTERM_KEY_INSERT: .insert, CTERM_KEY_DELETE: .delete, CTERM_KEY_BACKSPACE: .backspace,
        CTERM_KEY_ENTER: .enter, CTERM_KEY_BACK_TAB: .backTab,
    ]
}
