import Delivery
import Values
import Wording

/// The panel of a versions page: a line a version, and below it all that is to be said of the one under the cursor.
struct VersionsView: Panel {
    let context: ViewContext
    let page: VersionsPage

    private static let detailRows = 3

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let names = page.environments(context.model)
        let title = page.environment(context.model).map { "Versions of \($0)" } ?? "Versions"
        let place = page.environment(context.model).flatMap(names.firstIndex).map {
            "environment \($0 + 1) of \(names.count)"
        }
        let trailing = names.count > 1 ? StyledText(place ?? "", .dim) : ""
        let inside = context.panel(title, trailing: trailing, footer: hints, rect, into: &buffer)
        let rows = page.rows(context.model)
        guard !rows.isEmpty else {
            let text = page.watch.latest == nil ? page.watch.placeholder : StyledText("nothing was released yet", .dim)
            return Paragraph([text], symbols: context.symbols)
                .draw(into: &buffer, inside)
        }
        let hasDetail = inside.rows >= 8
        let parts = inside.rows([.fixed(1), .flexible, .fixed(hasDetail ? Self.detailRows + 1 : 0)])
        let table = VersionColumns(columns: inside.columns)
        table.draw(table.headings.map { StyledText($0, .dim) }, mark: "", in: parts[0], into: &buffer, context.symbols)
        drawRows(rows, table, in: parts[1], into: &buffer)
        let detail = parts[2]
        guard hasDetail else { return }
        let line = String(repeating: context.symbols.border.horizontal, count: detail.columns)
        buffer.write(StyledText(line, .border), in: detail.line(0))
        Paragraph(detailLines(rows[page.index(in: rows)], detail.columns), symbols: context.symbols)
            .draw(into: &buffer, detail.inset(rows: 0).rows([.fixed(1), .flexible])[1])
    }

    private func drawRows(
        _ rows: [VersionRow], _ table: VersionColumns, in rect: Rect, into buffer: inout CellBuffer
    ) {
        let cursor = page.index(in: rows)
        let first = max(0, min(cursor - rect.rows / 2, rows.count - rect.rows))
        for (line, row) in rows.dropFirst(first).prefix(rect.rows).enumerated() {
            let isSelected = first + line == cursor
            table.draw(
                cells(row, isSelected: isSelected), mark: isSelected ? context.symbols.selected : "",
                in: rect.line(line), into: &buffer, context.symbols)
        }
    }

    private func cells(_ row: VersionRow, isSelected: Bool) -> [StyledText] {
        let sign = sign(of: row)
        let name = StyledText(
            row.artifact.version, row.isKept || row.isInService ? .heading : .dim, isSelected ? .bold : [])
        var standing = StyledText("\(sign.glyph) \(row.isInService ? "in service" : row.standing)", sign.role)
        let remarks = row.remarks.filter { $0 != "in service" }
        if !remarks.isEmpty { standing += StyledText("; " + remarks.joined(separator: ", "), .warning) }
        return [
            name, StyledText(row.artifact.digest.short, .dim), StyledText(String(row.commit?.prefix(7) ?? ""), .link),
            StyledText("\(row.run)"), StyledText(time(row.time), .dim), standing,
        ]
    }

    private func sign(of row: VersionRow) -> StatusSign {
        if row.isInService { return StatusSign(glyph: context.symbols.live, word: "in service", role: .succeeded) }
        if row.isReady { return StatusSign(glyph: context.symbols.waiting, word: "ready", role: .awaitingApproval) }
        return row.result.map { StatusSign($0, context.symbols) }
            ?? StatusSign(glyph: context.symbols.running, word: "under way", role: .running)
    }

    private func time(_ time: Timestamp) -> String {
        "\(ClockText.date(time, utcOffset: context.ui.utcOffset)) \(context.time(time).prefix(5))"
    }

    private func detailLines(_ row: VersionRow, _ columns: Int) -> [StyledText] {
        let commit = row.commit.map { ", commit \($0.prefix(12))" } ?? ""
        let words = ([row.standing] + row.remarks).joined(separator: "; ")
        let text =
            "\(row.artifact.version), \(row.artifact.size), \(row.artifact.digest.short)\(commit), run \(row.run): \(words)"
        let lines = Paragraph.wrap(text, width: columns).prefix(Self.detailRows - 1).map { StyledText($0) }
        return lines + (page.watch.problem.map { [StyledText($0, .warning)] } ?? [])
    }

    private var hints: StyledText {
        let keys = page.table(context.ui.keys)
        let turn = page.environments(context.model).count > 1 ? keys.hint("next-environment") + "  " : ""
        return turn + keys.hint("release-version")
    }
}

/// The columns of the versions, for the width that there is.
struct VersionColumns {
    private let widths: [Length]
    private let shown: [Bool]

    let headings = ["version", "digest", "commit", "run", "when", "how it stands"]

    init(columns: Int) {
        let hasDigest = columns >= 96
        shown = [true, hasDigest, columns >= 60, true, columns >= 50, true]
        let name = columns >= 96 ? 20 : 13
        widths = [.fixed(name), .fixed(12), .fixed(7), .fixed(5), .fixed(16), .flexible]
    }

    func draw(
        _ cells: [StyledText], mark: String, in rect: Rect, into buffer: inout CellBuffer, _ symbols: Symbols
    ) {
        let lengths = zip(widths, shown).filter(\.1).map(\.0)
        let places = rect.columns([.fixed(1)] + lengths, gap: 1)
        buffer.write(StyledText(mark, .key, .bold), in: places[0])
        for (cell, place) in zip(zip(cells, shown).filter(\.1).map(\.0), places.dropFirst()) {
            buffer.write(cell, in: place, ellipsis: symbols.ellipsis)
        }
    }
}
