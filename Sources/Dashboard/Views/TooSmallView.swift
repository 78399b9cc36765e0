/// What is shown where nothing fits: the size that there is, and the size that it takes. Keys still work.
struct TooSmallView: Panel {
    let context: ViewContext
    static let needed = Size(columns: 60, rows: 16)

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let sign = StatusSign(context.model, context.symbols)
        let lines = [
            sign.text,
            StyledText("too small: ", .dim) + length(rect.columns, Self.needed.columns) + StyledText("×", .dim)
                + length(rect.rows, Self.needed.rows),
            StyledText("needs \(Self.needed)", .dim),
            StyledText("h", .key, .bold) + StyledText(" halt  ", .dim) + StyledText("q", .key, .bold)
                + StyledText(" quit", .dim),
        ]
        let height = min(lines.count, rect.rows)
        Paragraph(lines, alignment: .centre, symbols: context.symbols)
            .draw(into: &buffer, rect.centred(Size(columns: rect.columns, rows: height)))
    }

    private func length(_ cells: Int, _ needed: Int) -> StyledText {
        StyledText("\(cells)", cells < needed ? .failed : .succeeded, .bold)
    }
}
