import Wording

/// A word to the person, over the last line of the panels.
struct NoticeView: Panel {
    let context: ViewContext

    /// What stays for as long as it keeps everything from going on.
    private var standing: Notice? {
        if let trouble = context.model.trouble { return Notice(text: trouble, tone: .bad, expires: context.now) }
        return context.model.abandonment.map { Notice(text: "\($0)", tone: .warning, expires: context.now) }
    }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard let notice = context.ui.notice ?? standing else { return }
        let text = " \(notice.tone.glyph(context.symbols)) \(notice.text) "
        let place = rect.centred(Size(columns: text.cellWidth, rows: 1))
        let style = Style(foreground: .role(.background), background: .role(notice.tone.role), attributes: .bold)
        buffer.write(StyledText(text, style: style), in: place, ellipsis: context.symbols.ellipsis)
    }
}
