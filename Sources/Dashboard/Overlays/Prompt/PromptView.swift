import Delivery

/// The prompt for a page's name or what to search for, in the last line: what was typed, how it may go on, and what keys do
/// meanwhile.
struct PromptView: Panel {
    let context: ViewContext
    let prompt: PagePrompt

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.fill(rect, style: Style(on: .bar))
        let line = rect.line(0).inset(columns: rect.columns > 20 ? 1 : 0)
        let parts = line.columns([.flexible(minimum: min(line.columns, 18)), .fixed(hints.width)], gap: 2)
        let typed =
            StyledText(prompt.purpose == .page ? ":" : "/", .key, .bold) + StyledText(prompt.text, .heading, .bold)
        let end = buffer.write(typed, in: parts[0], on: .bar, ellipsis: context.symbols.ellipsis)
        buffer.cursor = Point(column: min(end, max(rect.endColumn - 1, 0)), row: rect.row)
        let rest = Rect(column: end, row: line.row, columns: parts[0].endColumn - end, rows: 1)
        buffer.write(continuation, in: rest, on: .bar, ellipsis: context.symbols.ellipsis)
        buffer.write(hints, in: parts[1], alignment: .right, on: .bar, ellipsis: context.symbols.ellipsis)
    }

    /// The rest of the only page that it can be, or all that it can be.
    private var continuation: StyledText {
        let names = prompt.candidates(context.ui.registrar)
        guard names.count == 1, let name = names.first else {
            return StyledText("  " + names.joined(separator: "  "), .dim)
        }
        return StyledText(String(name.dropFirst(prompt.text.count)), .dim)
    }

    private var hints: StyledText {
        let keys = PromptKeys.table(context.ui.keys)
        if let warning = warning(keys) { return warning }
        let completing = prompt.purpose == .page ? keys.hint("prompt-complete") + "  " : ""
        let hints =
            keys.hint("prompt-go", prompt.purpose == .page ? nil : "search") + "  " + completing
            + keys.hint("prompt-close")
        guard context.keys.refusal(of: .halt) == nil else { return hints }
        let halt = keys.key(of: "halt")
        // A character has to be pressed twice here.
        return hints + StyledText("  \(halt.count == 1 ? halt : "")", .key, .bold) + keys.hint("halt")
    }

    /// Who pressed the key that halts has to see that it was typed instead.
    private func warning(_ keys: KeyTable<KeyContext, PromptAction>) -> StyledText? {
        guard let last = prompt.text.last, keys.meaning(of: .character(last), in: context.keys) == .action(.halt)
        else { return nil }
        let way =
            prompt.isInsisted(by: last, context.ui.registrar)
            ? "\(last) again halts" : "\(keys.key(of: "prompt-close")), then \(last) halts"
        return StyledText("\(last) is text here; \(way)", .warning, .bold)
    }
}
