import Delivery
import Values
import Wording

/// Every run that has not ended, and the last that have: where it is, what it waits for, and the order to give.
struct RunsView: Panel {
    let context: ViewContext
    let page: OverviewPage

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let runs = page.runs
        let open = runs.count { $0.result == nil }
        let trailing = StyledText(
            page.watch.latest == nil ? "" : open == 0 ? "none is under way" : "\(open) under way", .dim)
        let inside = context.panel(
            "Runs", trailing: trailing, footer: page.table(context.ui.keys).hint("open-run"), rect, into: &buffer)
        guard !runs.isEmpty else {
            let text = page.watch.latest == nil ? page.watch.placeholder : StyledText("no run was ever started", .dim)
            return Paragraph([text], symbols: context.symbols)
                .draw(into: &buffer, inside)
        }
        let cursor = page.index(in: runs)
        let parts = inside.rows([.flexible, .fixed(inside.rows >= 6 ? 3 : 0)])
        let rows = parts[0].rows
        let first = max(0, min(cursor - rows / 2, runs.count - rows))
        for (line, run) in runs.dropFirst(first).prefix(rows).enumerated() {
            draw(run, isSelected: first + line == cursor, in: parts[0].line(line), into: &buffer)
        }
        drawDetail(of: runs[cursor], in: parts[1], into: &buffer)
    }

    /// The whole of what is cut above: the order to give stands at its end.
    private func drawDetail(of run: RunState, in rect: Rect, into buffer: inout CellBuffer) {
        guard rect.rows > 1 else { return }
        let line = String(repeating: context.symbols.border.horizontal, count: rect.columns)
        let text = Paragraph.wrap("\(run.number) \(standing(of: run))", width: rect.columns).map { StyledText($0) }
        Paragraph([StyledText(line, .border)] + text, symbols: context.symbols).draw(into: &buffer, rect)
    }

    private func draw(_ run: RunState, isSelected: Bool, in rect: Rect, into buffer: inout CellBuffer) {
        let isWide = rect.columns >= 100
        let places = rect.columns(
            [.fixed(1), .fixed(1), .fixed(5), .fixed(isWide ? 14 : 9), .fixed(6), .flexible], gap: 1)
        let sign = sign(of: run)
        let cells = [
            StyledText(isSelected ? context.symbols.selected : "", .key, .bold), sign.mark,
            StyledText("\(run.number)", .heading, isSelected ? .bold : []),
            StyledText(run.pipeline?.name ?? "", .text), StyledText(age(of: run), .dim),
            StyledText(standing(of: run), sign.role, isSelected ? .bold : [])
                + StyledText(run.change.map { "  \($0.title)" } ?? "", .dim),
        ]
        for (cell, place) in zip(cells, places) {
            buffer.write(cell, in: place, ellipsis: context.symbols.ellipsis)
        }
    }

    private func age(of run: RunState) -> String {
        (run.finishedAt ?? run.startedAt).map { max(.zero, context.ui.now - $0).brief } ?? ""
    }

    private func standing(of run: RunState) -> String {
        guard let overview = page.watch.latest else { return "" }
        let line = run.standing(overview.isCarriedOut, overview.isRecorded, context.ui.now)
        guard run.result != nil, run.result != .succeeded, run.refusal(of: .retry, by: context.ui.actor) == nil
        else { return line }
        return "\(line): slipway retry \(run.number.value)"
    }

    private func sign(of run: RunState) -> StatusSign {
        if run.result == nil, page.watch.latest?.isCarriedOut == false {
            return StatusSign(glyph: context.symbols.warning, word: "interrupted", role: .warning)
        }
        if run.result == nil, let hold = run.hold { return StatusSign(hold.cause, context.symbols) }
        let isWaiting = run.waitingStage != nil
        return StatusSign(isWaiting ? .waiting : run.phase, run.result, context.symbols)
    }
}
