/// How long one part of a split is.
public enum Length: Hashable, Sendable {
    /// This many cells, if there is room.
    case fixed(Int)
    /// A share of what the fixed parts leave, by weight, at least `minimum` if there is room.
    case flexible(weight: Int = 1, minimum: Int = 0)

    /// Its share of what is left.
    public static let flexible = Length.flexible(weight: 1, minimum: 0)

    /// Lengths for parts of a line of `total` cells with `gap` cells between them. The sum never exceeds the total;
    /// when there is too little room, later parts shrink first.
    public static func resolve(_ lengths: [Length], total: Int, gap: Int = 0) -> [Int] {
        var left = max(0, total - gap * max(0, lengths.count - 1))
        var result = lengths.map { length in
            let wanted = min(length.minimum, left)
            left -= wanted
            return wanted
        }
        var weights = lengths.reduce(0) { $0 + $1.weight }
        for (index, length) in lengths.enumerated() where length.weight > 0 {
            let share = left * length.weight / weights
            result[index] += share
            left -= share
            weights -= length.weight
        }
        return result
    }

    private var minimum: Int {
        switch self {
        case .fixed(let cells): max(0, cells)
        case .flexible(_, let minimum): max(0, minimum)
        }
    }

    private var weight: Int {
        switch self {
        case .fixed: 0
        case .flexible(let weight, _): max(0, weight)
        }
    }
}

extension Rect {
    /// Splits it from left to right.
    public func columns(_ lengths: [Length], gap: Int = 0) -> [Rect] {
        var start = column
        return Length.resolve(lengths, total: columns, gap: gap).map { width in
            defer { start += width + gap }
            return Rect(column: start, row: row, columns: width, rows: rows).intersection(self)
        }
    }

    /// Splits it from top to bottom.
    public func rows(_ lengths: [Length], gap: Int = 0) -> [Rect] {
        var start = row
        return Length.resolve(lengths, total: rows, gap: gap).map { height in
            defer { start += height + gap }
            return Rect(column: column, row: start, columns: columns, rows: height).intersection(self)
        }
    }
}
