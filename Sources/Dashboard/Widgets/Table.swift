/// Rows under a header, with a cursor that stays in view.
public struct Table: Widget {
    public struct Column: Hashable, Sendable {
        public var title: String
        public var width: Length
        public var alignment: StyledText.Alignment

        public init(_ title: String, width: Length = .flexible, alignment: StyledText.Alignment = .left) {
            self.title = title
            self.width = width
            self.alignment = alignment
        }
    }

    public var columns: [Column]
    public var rows: [[StyledText]]
    /// The row under the cursor.
    public var selected: Int?
    public var showsHeader: Bool
    public var symbols: Symbols

    public init(
        columns: [Column], rows: [[StyledText]], selected: Int? = nil, showsHeader: Bool = true,
        symbols: Symbols = .unicode
    ) {
        self.columns = columns
        self.rows = rows
        self.selected = selected
        self.showsHeader = showsHeader
        self.symbols = symbols
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let hasHeader = showsHeader && rect.rows > 1
        if hasHeader {
            let titles = columns.map { StyledText($0.title, .dim, .bold) }
            drawRow(titles, in: rect.line(0), background: nil, into: &buffer)
        }
        let body = Rect(
            column: rect.column, row: rect.row + (hasHeader ? 1 : 0), columns: rect.columns,
            rows: rect.rows - (hasHeader ? 1 : 0))
        let first = Self.firstVisible(selected: selected, count: rows.count, visible: body.rows)
        for (index, row) in rows.dropFirst(first).prefix(body.rows).enumerated() {
            let isSelected = first + index == selected
            if isSelected { buffer.fill(body.line(index), style: Style(on: .selection)) }
            drawRow(row, in: body.line(index), background: isSelected ? .selection : nil, into: &buffer)
            // Where there is no colour, the cursor still shows.
            if isSelected { buffer.restyle(body.line(index)) { $0.attributes.insert(.bold) } }
        }
    }

    /// The first row to show so that the selected one is in view, in the middle where possible.
    static func firstVisible(selected: Int?, count: Int, visible: Int) -> Int {
        guard let selected, count > visible, visible > 0 else { return 0 }
        return min(max(0, selected - visible / 2), count - visible)
    }

    private func drawRow(
        _ cells: [StyledText], in rect: Rect, background: Role?, into buffer: inout CellBuffer
    ) {
        let places = rect.columns(columns.map(\.width), gap: 1)
        for ((cell, column), place) in zip(zip(cells, columns), places) {
            buffer.write(
                cell, in: place, alignment: column.alignment, on: background, ellipsis: symbols.ellipsis)
        }
    }
}
