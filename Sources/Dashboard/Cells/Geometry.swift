/// A place on the screen, in cells from the top left.
public struct Point: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A size in cells; never negative.
public struct Size: Hashable, Sendable, CustomStringConvertible {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    public var isEmpty: Bool { columns == 0 || rows == 0 }

    /// `80×24`.
    public var description: String { "\(columns)×\(rows)" }
}

/// A part of the screen, in cells.
public struct Rect: Hashable, Sendable {
    public var column: Int
    public var row: Int
    public let size: Size

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        size = Size(columns: columns, rows: rows)
    }

    public var columns: Int { size.columns }
    public var rows: Int { size.rows }
    public var isEmpty: Bool { size.isEmpty }
    /// The first column to the right of it.
    public var endColumn: Int { column + columns }
    /// The first row below it.
    public var endRow: Int { row + rows }

    /// What both have in common; empty if nothing.
    public func intersection(_ other: Rect) -> Rect {
        let (left, top) = (max(column, other.column), max(row, other.row))
        return Rect(
            column: left, row: top,
            columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
    }

    /// What is left inside a margin.
    public func inset(columns horizontal: Int = 0, rows vertical: Int = 0) -> Rect {
        Rect(
            column: column + horizontal, row: row + vertical,
            columns: columns - 2 * horizontal, rows: rows - 2 * vertical)
    }

    /// One row of it, counted from its top; empty when outside.
    public func line(_ index: Int) -> Rect {
        Rect(
            column: column, row: row + index, columns: index >= 0 && index < rows ? columns : 0,
            rows: index >= 0 && index < rows ? 1 : 0)
    }

    /// A part of the given size in its middle, no larger than itself.
    public func centred(_ wanted: Size) -> Rect {
        let (width, height) = (min(wanted.columns, columns), min(wanted.rows, rows))
        return Rect(
            column: column + (columns - width) / 2, row: row + (rows - height) / 2, columns: width, rows: height)
    }
}
