/// One cell of the screen.
public struct Cell: Hashable, Sendable {
    public var glyph: Glyph
    public var style: Style

    public init(glyph: Glyph = .space, style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }
}

/// A grid of cells: what a frame is drawn into, without a terminal. Everything outside is clipped, so that every size
/// is safe, also 0×0.
public struct CellBuffer: Hashable, Sendable {
    public let size: Size
    /// Where the cursor is shown; hidden when `nil`.
    public var cursor: Point?
    private var cells: [Cell]

    public init(size: Size, style: Style = .plain) {
        self.size = size
        cells = Array(repeating: Cell(style: style), count: size.columns * size.rows)
    }

    /// All of it.
    public var bounds: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows) }

    /// The cell at a place; `nil` outside.
    public subscript(column: Int, row: Int) -> Cell? {
        contains(column: column, row: row) ? cells[row * size.columns + column] : nil
    }

    /// The cells of a row; empty outside.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        row >= 0 && row < size.rows ? cells[row * size.columns..<(row + 1) * size.columns] : []
    }

    private func contains(column: Int, row: Int) -> Bool {
        column >= 0 && column < size.columns && row >= 0 && row < size.rows
    }
}

// MARK: - Drawing

extension CellBuffer {
    /// Puts one glyph, if all of it is inside `clip` and the buffer. Half of a wide character that it covers becomes
    /// a space.
    public mutating func put(_ glyph: Glyph, column: Int, row: Int, style: Style, clip: Rect? = nil) {
        let clip = clip?.intersection(bounds) ?? bounds
        let end = column + Int(glyph.width)
        guard glyph.width > 0, row >= clip.row, row < clip.endRow, column >= clip.column, end <= clip.endColumn
        else { return }
        let start = row * size.columns
        splitWideGlyph(at: column, start: start)
        splitWideGlyph(at: end, start: start)
        cells[start + column] = Cell(glyph: glyph, style: style)
        if glyph.width == 2 { cells[start + column + 1] = Cell(glyph: .continuation, style: style) }
    }

    /// Makes both halves of a wide character spaces when `column` is its second half.
    private mutating func splitWideGlyph(at column: Int, start: Int) {
        guard column > 0, column < size.columns, cells[start + column].glyph.width == 0 else { return }
        cells[start + column].glyph = .space
        cells[start + column - 1].glyph = .space
    }

    /// Writes text on one row and returns the column after it, whether or not it was visible.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, column: Int, row: Int, style: Style = .plain, clip: Rect? = nil
    ) -> Int {
        let clip = clip ?? bounds
        var column = column
        for character in text {
            guard column < clip.endColumn else { break }
            guard let glyph = Glyph(character) else { continue }
            put(glyph, column: column, row: row, style: style, clip: clip)
            column += Int(glyph.width)
        }
        return column
    }

    /// Fills a part with one glyph of width 1.
    public mutating func fill(_ rect: Rect, with glyph: Glyph = .space, style: Style) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                put(glyph, column: column, row: row, style: style)
            }
        }
    }

    /// Changes the looks of a part, not what it shows.
    public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                change(&cells[row * size.columns + column].style)
            }
        }
    }

    /// Draws a widget into a part.
    public mutating func draw(_ widget: some Widget, in rect: Rect) {
        guard !rect.intersection(bounds).isEmpty else { return }
        widget.draw(into: &self, rect)
    }
}
