/// A question over the panels. Its text follows the state while it is open.
struct DialogView: Panel {
    let context: ViewContext
    let dialog: DashboardDialog

    private static let widest = 72

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let question = Question(dialog, context)
        let width = min(Self.widest, rect.columns - 8)
        let widget = Dialog(
            title: question.title, lines: question.facts.lines(width: width),
            buttons: ["\(question.cancel) (Esc)", "\(question.confirm) (\(dialog.confirmingKey))"],
            focused: dialog.focus.rawValue, frame: question.frame, symbols: context.symbols)
        buffer.draw(widget, in: rect)
    }
}
