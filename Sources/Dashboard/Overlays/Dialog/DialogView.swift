/// A question over the panels. Its text follows the state while it is open.
struct DialogView: Panel {
    let context: ViewContext
    let dialog: DashboardDialog

    private static let widest = 72

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let question = Question(dialog, context)
        let keys = dialog.keys(context.ui)
        let width = min(Self.widest, rect.columns - 8)
        let widget = Dialog(
            title: question.title, lines: question.facts.lines(width: width),
            buttons: [
                "\(question.cancel) (\(keys.key(of: "cancel")))",
                "\(question.confirm) (\(keys.key(of: dialog.subject.confirmation)))",
            ],
            focused: dialog.focus.rawValue, frame: question.frame, symbols: context.symbols)
        buffer.draw(widget, in: rect)
    }
}
