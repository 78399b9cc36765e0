/// A horizontal bar that is filled to a share, to an eighth of a cell.
public struct Bar: Widget {
    /// The filled part, 0…1; what is outside is taken as the end, what is no number as 0.
    public var share: Double
    public var colour: Colour
    /// The colour at the right end, for a gradient; the same as `colour` without one.
    public var end: Role?
    public var symbols: Symbols

    public init(share: Double, colour: Role, end: Role? = nil, symbols: Symbols = .unicode) {
        self.init(share: share, colour: .role(colour), end: end, symbols: symbols)
    }

    public init(share: Double, colour: Colour, end: Role? = nil, symbols: Symbols = .unicode) {
        self.share = share
        self.colour = colour
        self.end = end
        self.symbols = symbols
    }

    private static let eighths = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let visible = share.isFinite ? min(max(share, 0), 1) : 0
        // Something is never shown as nothing, and nothing less than all as all.
        var filled = Int((visible * Double(rect.columns * 8)).rounded())
        if visible > 0 { filled = max(filled, 1) }
        if visible < 1 { filled = min(filled, rect.columns * 8 - 1) }
        for row in rect.row..<rect.endRow {
            for index in 0..<rect.columns {
                drawCell(index, eighths: filled - index * 8, row: row, rect, into: &buffer)
            }
        }
    }

    private func drawCell(_ index: Int, eighths: Int, row: Int, _ rect: Rect, into buffer: inout CellBuffer) {
        let colour = colour(at: index, of: rect.columns)
        let column = rect.column + index
        if symbols.isASCII {
            let isFilled = eighths >= 4
            let style = isFilled ? Style(foreground: colour) : Style(.dim)
            buffer.write(isFilled ? "#" : ".", column: column, row: row, style: style, clip: rect)
            return
        }
        let style = eighths <= 0 ? Style(on: .track) : Style(foreground: colour, background: .role(.track))
        let sign = eighths >= 8 ? "█" : Self.eighths[max(eighths, 0)]
        buffer.write(sign, column: column, row: row, style: style, clip: rect)
    }

    private func colour(at index: Int, of count: Int) -> Colour {
        guard let end, case .role(let start) = colour, count > 1 else { return colour }
        return .blend(start, end, share: Double(index) / Double(count - 1))
    }
}
