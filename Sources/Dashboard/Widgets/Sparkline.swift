/// A small graph of the latest samples, newest at the right. Braille has two samples and four heights a cell.
public struct Sparkline: Widget {
    /// What it is drawn with.
    public enum Form: Hashable, Sendable {
        case braille
        case block
        case ascii
    }

    /// Oldest first; `nil` where no sample arrived, which stays empty.
    public var samples: [Double?]
    /// What reaches the top; the largest visible sample without one.
    public var top: Double?
    public var form: Form
    public var low: Role
    /// The colour at the top; higher cells are nearer to it.
    public var high: Role

    public init(
        _ samples: [Double?], top: Double? = nil, low: Role = .running, high: Role? = nil, form: Form = .braille
    ) {
        self.samples = samples
        self.top = top
        self.form = form
        self.low = low
        self.high = high ?? low
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard !rect.isEmpty else { return }
        let perCell = form == .braille ? 2 : 1
        let levels = form == .braille ? 4 : 8
        let heights = visibleHeights(count: rect.columns * perCell, steps: rect.rows * levels)
        for row in 0..<rect.rows {
            let floor = (rect.rows - 1 - row) * levels
            let share = rect.rows > 1 ? Double(rect.rows - 1 - row) / Double(rect.rows - 1) : 0
            let style = Style(foreground: .blend(low, high, share: share))
            for column in 0..<rect.columns {
                let cell = heights[column * perCell..<(column + 1) * perCell].map { min(max($0 - floor, 0), levels) }
                buffer.write(sign(cell), column: rect.column + column, row: rect.row + row, style: style, clip: rect)
            }
        }
    }

    /// The newest samples as whole steps, padded at the left. A sample always has at least one step, to tell it from a
    /// gap.
    private func visibleHeights(count: Int, steps: Int) -> [Int] {
        let visible = samples.suffix(count)
        let largest = top ?? visible.compactMap { $0 }.filter(\.isFinite).max() ?? 0
        let heights = visible.map { sample -> Int in
            guard let sample, sample.isFinite else { return 0 }
            guard largest > 0 else { return 1 }
            return max(1, Int((min(max(sample / largest, 0), 1) * Double(steps)).rounded()))
        }
        return Array(repeating: 0, count: count - heights.count) + heights
    }

    /// The bits of the dots from the bottom up, left and right (Unicode chapter 21, Braille).
    private static let leftDots: [UInt32] = [0x40, 0x04, 0x02, 0x01]
    private static let rightDots: [UInt32] = [0x80, 0x20, 0x10, 0x08]
    private static let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let shades = [" ", ".", ".", ":", ":", "+", "+", "#", "#"]

    private func sign(_ heights: [Int]) -> String {
        switch form {
        case .block: return Self.blocks[heights[0]]
        case .ascii: return Self.shades[heights[0]]
        case .braille:
            let bits =
                Self.leftDots.prefix(heights[0]).reduce(0, |) | Self.rightDots.prefix(heights[1]).reduce(0, |)
            return bits == 0 ? " " : Unicode.Scalar(0x2800 + bits).map { String(Character($0)) } ?? " "
        }
    }
}
