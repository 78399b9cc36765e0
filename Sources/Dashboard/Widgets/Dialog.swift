/// A question in the middle of the screen, with its consequence spelled out. The first button is the safe one.
public struct Dialog: Widget {
    public var title: String
    public var lines: [StyledText]
    /// From left to right; the first is chosen unless the person moves.
    public var buttons: [String]
    /// The button that Enter presses.
    public var focused: Int
    /// The colour of the frame: what the answer would do.
    public var frame: Role
    public var symbols: Symbols

    public init(
        title: String, lines: [StyledText], buttons: [String] = ["Cancel", "Continue"], focused: Int = 0,
        frame: Role = .warning, symbols: Symbols = .unicode
    ) {
        self.title = title
        self.lines = lines
        self.buttons = buttons
        self.focused = focused
        self.frame = frame
        self.symbols = symbols
    }

    /// The size that shows all of it.
    public var size: Size {
        let buttonWidth = buttons.reduce(0) { $0 + $1.cellWidth + 6 }
        let widest = lines.map(\.width).max() ?? 0
        return Size(columns: max(widest, buttonWidth, title.cellWidth + 4) + 6, rows: lines.count + 6)
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let place = rect.centred(size)
        let heading = StyledText(title, style: Style(frame, .bold))
        Box(heading, frame: frame, symbols: symbols).draw(into: &buffer, place)
        // On a small screen the buttons matter most: the text is cut first.
        let inside = Box.interior(of: place).inset(columns: place.columns >= 20 ? 2 : 0)
        let margin = inside.rows >= lines.count + 4 ? 1 : 0
        let framed = inside.inset(rows: margin)
        let text = Rect(
            column: framed.column, row: framed.row, columns: framed.columns, rows: framed.rows - 1 - margin)
        Paragraph(lines, symbols: symbols).draw(into: &buffer, text)
        drawButtons(in: framed.line(framed.rows - 1), into: &buffer)
    }

    private func drawButtons(in rect: Rect, into buffer: inout CellBuffer) {
        var text = StyledText("")
        for (index, button) in buttons.enumerated() {
            if index > 0 { text += "  " }
            let isFocused = index == focused
            // The marks show the choice where there is no colour.
            let label = isFocused ? "[ \(button) ]" : "  \(button)  "
            text += StyledText(label, style: isFocused ? Style(.heading, on: .selection, .bold) : Style(.dim))
        }
        buffer.write(text, in: rect, alignment: .right, ellipsis: symbols.ellipsis)
    }
}
