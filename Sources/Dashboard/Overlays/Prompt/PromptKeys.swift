/// What keys do while the name of a page is typed.
enum PromptAction: Equatable, Sendable {
    case go, complete, erase, close, halt
}

/// The keys of the prompt; all other characters are text. So is the first press of a character that halts: a name may have
/// it. The second in a row halts, where no page is called so.
enum PromptKeys {
    static func table(_ map: KeyMap) -> KeyTable<KeyContext, PromptAction> {
        KeyTable(
            [
                ScreenKeys.halt(as: .halt),
                KeyBinding("prompt-go", [.enter], label: "go", action: .go),
                KeyBinding("prompt-complete", [.tab], label: "complete", action: .complete),
                KeyBinding("prompt-erase", [.backspace], label: "erase", action: .erase),
                KeyBinding("prompt-close", [.escape, .control("c")], label: "close", action: .close),
            ], map)
    }
}
