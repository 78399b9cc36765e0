/// The last line: the keys, as the key table has them now.
struct FooterView: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        var footer = DashboardKeys.table.footer(in: context.keys)
        // Where not all keys fit, those that do nothing now go first.
        while Self.width(footer) > rect.columns, let last = footer.items.lastIndex(where: { !$0.isEnabled }) {
            footer.items.remove(at: last)
        }
        buffer.draw(footer, in: rect)
    }

    /// With the gaps between the keys and a margin on both sides.
    static func width(_ footer: Footer) -> Int {
        footer.items.reduce(0) { $0 + $1.key.cellWidth + $1.label.cellWidth + 4 } - 1
    }
}

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
