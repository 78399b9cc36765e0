/// What is shown where nothing fits: the size that there is, and the size that it takes. Keys still work.
struct TooSmallView: Panel {
    let context: ViewContext
    static let needed = Size(columns: 60, rows: 16)

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let sign = StatusSign(context.model, context.symbols)
        let page = context.ui.pages.top
        let lines = [
            sign.text,
            StyledText("too small: ", .dim) + length(rect.columns, Self.needed.columns) + StyledText("×", .dim)
                + length(rect.rows, Self.needed.rows),
            StyledText("needs \(Self.needed)", .dim),
            page.hint("halt", context.ui.keys) + "  " + page.hint("quit", context.ui.keys),
        ]
        let height = min(lines.count, rect.rows)
        Paragraph(lines, alignment: .centre, symbols: context.symbols)
            .draw(into: &buffer, rect.centred(Size(columns: rect.columns, rows: height)))
    }

    private func length(_ cells: Int, _ needed: Int) -> StyledText {
        StyledText("\(cells)", cells < needed ? .failed : .succeeded, .bold)
    }
}
