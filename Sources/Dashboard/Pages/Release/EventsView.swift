import Delivery
import Wording

/// What happened, newest at the bottom; follows the news unless it was scrolled.
struct EventsView: Panel {
    let context: ViewContext
    let scroll: EventScroll

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let news = scroll.items(context.model)
        let last = scroll.anchor.flatMap { anchor in news.lastIndex { $0.sequence <= anchor } }
        let visible = news.prefix(last.map { $0 + 1 } ?? news.count)
        let hidden = news.count - visible.count
        let inside = context.panel("Events", footer: hint(hidden: hidden), rect, into: &buffer)
        let lines = Self.lines(of: visible, context, width: inside.columns, count: inside.rows)
        Paragraph(lines, symbols: context.symbols).draw(into: &buffer, inside)
    }

    private func hint(hidden: Int) -> StyledText {
        guard hidden > 0 else { return "" }
        return StyledText("\(hidden) newer · ", .warning) + context.releaseKeys.hint("last", "follows")
    }

    /// The last `count` lines of the events, each wrapped under its own text.
    private static func lines(
        of news: ArraySlice<NewsItem>, _ context: ViewContext, width: Int, count: Int
    ) -> [StyledText] {
        var lines: [StyledText] = []
        for item in news.reversed() {
            let more = Self.lines(of: item, context, width: width)
            // An event without its beginning says nothing; the newest one loses its end instead.
            guard lines.isEmpty || lines.count + more.count <= count else { break }
            lines = more + lines
        }
        return Array(lines.prefix(max(0, count)))
    }

    private static func lines(of item: NewsItem, _ context: ViewContext, width: Int) -> [StyledText] {
        let indent = "12:34:56 ✔ ".cellWidth
        let tone = item.sentence.tone
        let text = item.sentence.text.prefix(400).split(whereSeparator: \.isNewline).joined(separator: " ")
        let pieces = Paragraph.wrap(text, width: max(10, width - indent))
        return pieces.enumerated().map { index, piece in
            let start =
                index > 0
                ? StyledText(String(repeating: " ", count: indent))
                : StyledText("\(context.time(item.time)) ", .dim)
                    + StyledText("\(tone.glyph(context.symbols)) ", tone == .plain ? .dim : tone.role, .bold)
            return start + StyledText(piece, tone.role)
        }
    }
}
