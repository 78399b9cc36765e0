import Delivery

/// How it ended, or why it is being taken back, with everything that a person asks first.
struct OutcomeView: Panel {
    let context: ViewContext
    private let report: OutcomeReport

    /// `nil` while there is nothing to report.
    init?(_ context: ViewContext) {
        guard let report = OutcomeReport(context.model, context.symbols, at: context.ui.now) else { return nil }
        self.report = report
        self.context = context
    }

    /// Rows that it takes at a width, with its frame.
    func wantedRows(columns: Int) -> Int { report.lines(width: columns - 4, rows: .max).count + 2 }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let sign = report.sign
        let inside = context.panel(
            "\(sign.glyph) \(sign.word): \(report.title)", frame: sign.role, rect, into: &buffer)
        let lines = report.lines(width: inside.columns, rows: inside.rows)
        Paragraph(lines, symbols: context.symbols).draw(into: &buffer, inside)
    }
}
