/// How strong the case against a candidate is: `▕███░░░░▏`, from calm over warning to failed.
public struct Gauge: Widget {
    /// 0: no evidence, 1: the limit is reached; `nil`: there is nothing to judge by.
    public var share: Double?
    public var symbols: Symbols

    public init(share: Double?, symbols: Symbols = .unicode) {
        self.share = share
        self.symbols = symbols
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        guard rect.columns >= 3, rect.rows >= 1 else { return }
        let frame = Style(.border)
        let (left, right) = symbols.isASCII ? ("[", "]") : ("▕", "▏")
        let inner = rect.line(0).inset(columns: 1)
        buffer.write(left, column: rect.column, row: rect.row, style: frame, clip: rect)
        buffer.write(right, column: inner.endColumn, row: rect.row, style: frame, clip: rect)
        let visible = share.map { $0.isFinite ? min(max($0, 0), 1) : 1 }
        var filled = Int(((visible ?? 0) * Double(inner.columns)).rounded())
        if let visible, visible < 1 { filled = min(filled, inner.columns - 1) }
        for index in 0..<inner.columns {
            let isFilled = index < filled
            let style = isFilled ? Style(foreground: colour(at: index, of: inner.columns)) : Style(.border)
            buffer.write(
                sign(isFilled: isFilled), column: inner.column + index, row: rect.row, style: style, clip: rect)
        }
    }

    private func sign(isFilled: Bool) -> String {
        if share == nil { return symbols.isASCII ? "?" : "·" }
        if isFilled { return symbols.isASCII ? "#" : "█" }
        return symbols.isASCII ? "." : "░"
    }

    private func colour(at index: Int, of count: Int) -> Colour {
        let place = Double(index) / Double(max(count - 1, 1))
        return place < 0.5
            ? .blend(.succeeded, .warning, share: place * 2) : .blend(.warning, .failed, share: place * 2 - 1)
    }
}
