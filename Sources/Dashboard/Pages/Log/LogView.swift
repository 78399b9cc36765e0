import Delivery
import Values

/// The panel of a log page. Whatever was printed stays in it: lines have no control characters, and are cut.
struct LogView: Panel {
    let context: ViewContext
    let page: LogPage
    let target: OutputTarget?
    let window: LogWindow

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let title = target.map { "Output of \($0.fullName)" } ?? "Output"
        let inside = context.panel(title, trailing: standing, footer: hints, rect, into: &buffer)
        guard let text = remark else { return drawLines(in: inside, into: &buffer) }
        Paragraph([StyledText(text, .dim)], symbols: context.symbols).draw(into: &buffer, inside)
    }

    /// What is said where there are no lines.
    private var remark: String? {
        if target == nil { return "nothing has printed anything yet" }
        if !window.isThere { return "nothing of it is here" }
        return window.lines.isEmpty ? (window.isRunning ? "nothing printed yet" : "it printed nothing") : nil
    }

    private func drawLines(in rect: Rect, into buffer: inout CellBuffer) {
        let first = window.first(rows: rect.rows)
        for (row, line) in window.lines.dropFirst(first).prefix(rect.rows).enumerated() {
            let isMatch = !line.isGap && page.match.map { line.start <= $0 && $0 < line.end } == true
            let places = rect.line(row).columns([.fixed(2), .flexible])
            if isMatch { buffer.write(StyledText(context.symbols.selected, .key, .bold), in: places[0]) }
            let isHit = !line.isGap && page.pattern?.matches(line.text) == true
            let text = String(line.text.dropFirst(page.indent))
            let style = Style(line.isGap ? .dim : isHit ? .warning : .text, isMatch ? .bold : [])
            buffer.write(StyledText(text, style: style), in: places[1], ellipsis: context.symbols.ellipsis)
        }
    }

    /// Whether it goes on, and how much there is.
    private var standing: StyledText {
        guard window.isThere else { return "" }
        let size = StyledText("\(ByteCount(bytes: Int64(clamping: window.whole)))", .dim)
        let isFollowed = window.isRunning && window.top == nil && context.model.isInContact
        if isFollowed { return size + StyledText(" following", .running) }
        return size + StyledText(window.isRunning ? " still printing" : " ended", window.isRunning ? .warning : .dim)
    }

    private var hints: StyledText {
        guard window.top != nil else { return "" }
        return page.table(context.ui.keys).hint("last", window.isRunning ? "follows" : "to the end")
    }
}
