/// The last line: the keys, as the key table of the page has them now.
struct FooterView: Panel {
    let context: ViewContext

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        var footer = context.ui.pages.top.footer(in: context.keys)
        while Self.width(footer) > rect.columns, let last = Self.leastNeeded(footer) { footer.items.remove(at: last) }
        buffer.draw(footer, in: rect)
    }

    /// Where not all keys fit, those that do nothing now go first, and then those that are only there where there is room.
    private static func leastNeeded(_ footer: Footer) -> Int? {
        footer.items.lastIndex { $0.isDispensable && !$0.isEnabled } ?? footer.items.lastIndex { !$0.isEnabled }
            ?? footer.items.lastIndex(where: \.isDispensable)
    }

    /// With the gaps between the keys and a margin on both sides.
    static func width(_ footer: Footer) -> Int {
        footer.items.reduce(0) { $0 + $1.key.cellWidth + $1.label.cellWidth + 4 } - 1
    }
}
