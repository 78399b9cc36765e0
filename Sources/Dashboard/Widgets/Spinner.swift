import Values

/// The sign for something under way; it turns with the time that it is given.
public struct Spinner: Widget {
    /// Since any fixed moment.
    public var now: Duration
    public var style: Style
    public var symbols: Symbols
    private static let frame = Duration.milliseconds(100)

    public init(now: Duration, style: Style = Style(.running), symbols: Symbols = .unicode) {
        self.now = now
        self.style = style
        self.symbols = symbols
    }

    /// The sign at that time.
    public var sign: String {
        let count = symbols.spinner.count
        let index = Int(now / Self.frame) % count
        return symbols.spinner[index < 0 ? index + count : index]
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.write(sign, column: rect.column, row: rect.row, style: style, clip: rect)
    }
}
