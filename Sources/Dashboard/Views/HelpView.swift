/// All keys and the signs, over the panels.
struct HelpView: Panel {
    let context: ViewContext
    let scroll: Int

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let keys = context.keys
        var page = DashboardKeys.table.help(in: keys)
        page.scroll = scroll
        page.symbols = context.symbols
        let place = rect.centred(Size(columns: 100, rows: page.rows + 4))
        let hints =
            StyledText("Up Down", .key, .bold) + StyledText(" scroll  ", .dim)
            + StyledText("Esc", .key, .bold) + StyledText(" close", .dim)
        Box(StyledText("Help", .heading, .bold), footer: hints, isFocused: true, symbols: context.symbols)
            .draw(into: &buffer, place)
        buffer.draw(page, in: Box.interior(of: place).inset(columns: 2, rows: place.rows > 10 ? 1 : 0))
    }
}
