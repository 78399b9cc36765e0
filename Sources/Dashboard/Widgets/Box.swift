/// A panel: a frame with its title notched into the top border and hints into the others.
public struct Box: Widget {
    public var title: StyledText
    /// At the right of the top border, such as a count or an age.
    public var trailing: StyledText
    /// At the right of the bottom border, such as keys.
    public var footer: StyledText
    /// The panel that takes the keys has a brighter frame.
    public var isFocused: Bool
    /// The colour of the frame; the theme's border, or focus, without one.
    public var frame: Role?
    public var background: Role
    public var symbols: Symbols

    public init(
        _ title: StyledText = "", trailing: StyledText = "", footer: StyledText = "", isFocused: Bool = false,
        frame: Role? = nil, background: Role = .background, symbols: Symbols = .unicode
    ) {
        self.title = title
        self.trailing = trailing
        self.footer = footer
        self.isFocused = isFocused
        self.frame = frame
        self.background = background
        self.symbols = symbols
    }

    /// The part of `rect` inside the frame.
    public static func interior(of rect: Rect) -> Rect { rect.inset(columns: 1, rows: 1) }

    private var style: Style { Style(frame ?? (isFocused ? .focus : .border), on: background) }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard rect.columns >= 2, rect.rows >= 2 else {
            buffer.fill(rect, style: Style(on: background))
            return
        }
        buffer.fill(Self.interior(of: rect), style: Style(on: background))
        let border = symbols.border
        drawLine(border.topLeft, border.topRight, row: rect.row, rect, into: &buffer)
        drawLine(border.bottomLeft, border.bottomRight, row: rect.endRow - 1, rect, into: &buffer)
        for row in rect.row + 1..<rect.endRow - 1 {
            buffer.write(border.vertical, column: rect.column, row: row, style: style, clip: rect)
            buffer.write(border.vertical, column: rect.endColumn - 1, row: row, style: style, clip: rect)
        }
        drawNotches(rect, into: &buffer)
    }

    private func drawLine(_ left: String, _ right: String, row: Int, _ rect: Rect, into buffer: inout CellBuffer) {
        let line = left + String(repeating: symbols.border.horizontal, count: rect.columns - 2) + right
        buffer.write(line, column: rect.column, row: row, style: style, clip: rect)
    }

    private func drawNotches(_ rect: Rect, into buffer: inout CellBuffer) {
        let top = rect.line(0).inset(columns: 2)
        let bottom = rect.line(rect.rows - 1).inset(columns: 2)
        drawNotch(title, in: top, alignment: .left, into: &buffer)
        let rest = top.columns - (title.isEmpty ? 0 : title.width + 5)
        if !trailing.isEmpty, trailing.width + 4 <= rest {
            drawNotch(trailing, in: top, alignment: .right, into: &buffer)
        }
        drawNotch(footer, in: bottom, alignment: .right, into: &buffer)
    }

    private func drawNotch(
        _ text: StyledText, in rect: Rect, alignment: StyledText.Alignment, into buffer: inout CellBuffer
    ) {
        guard !text.isEmpty, rect.columns >= 3 else { return }
        let room = rect.columns - 2
        let fitting = text.truncated(toWidth: room, ellipsis: symbols.ellipsis)
        let notched =
            StyledText(" ", style: style) + fitting + StyledText(" ", style: style)
        buffer.write(notched, in: rect, alignment: alignment, on: background, ellipsis: symbols.ellipsis)
    }
}
