/// The question whether a version is to be released.
struct VersionDialogView: Panel {
    let context: ViewContext
    let dialog: VersionDialog

    private static let widest = 72

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let keys = dialog.keys(context.ui)
        let cancel = "\(dialog.isPossible ? "Cancel" : "Close") (\(keys.key(of: "cancel")))"
        let confirm = "\(dialog.isWayBack ? "Go back" : "Release") (\(keys.key(of: "confirm")))"
        let widget = Dialog(
            title: dialog.title, lines: dialog.facts.lines(width: min(Self.widest, rect.columns - 8)),
            buttons: dialog.isPossible ? [cancel, confirm] : [cancel], focused: dialog.focus.rawValue,
            frame: dialog.isPossible && dialog.isWayBack ? .failed : .warning, symbols: context.symbols)
        buffer.draw(widget, in: rect)
    }
}
