/// The keys in the last line: `a approve   h halt   ? help`. What has no room is left out from the end, except the last
/// item.
public struct Footer: Widget {
    public struct Item: Hashable, Sendable {
        public var key: String
        public var label: String
        public var isEnabled: Bool
        /// Whether it is the first to go where there is no room.
        public var isDispensable: Bool

        public init(key: String, label: String, isEnabled: Bool = true, isDispensable: Bool = false) {
            self.key = key
            self.label = label
            self.isEnabled = isEnabled
            self.isDispensable = isDispensable
        }

        var width: Int { key.cellWidth + 1 + label.cellWidth }
    }

    public var items: [Item]
    private static let gap = 3

    public init(items: [Item]) {
        self.items = items
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        buffer.fill(rect, style: Style(on: .bar))
        let line = rect.line(0).inset(columns: rect.columns > 20 ? 1 : 0)
        var column = line.column
        for item in fitting(width: line.columns) {
            let keyStyle = item.isEnabled ? Style(.key, on: .bar, .bold) : Style(.dim, on: .bar)
            let labelStyle = Style(item.isEnabled ? .text : .dim, on: .bar)
            column = buffer.write(item.key, column: column, row: line.row, style: keyStyle, clip: line)
            column = buffer.write(" " + item.label, column: column, row: line.row, style: labelStyle, clip: line)
            column += Self.gap
        }
    }

    /// The last item stays, since it is the way to the others: help.
    private func fitting(width: Int) -> [Item] {
        guard let last = items.last else { return [] }
        var room = width - last.width
        var result: [Item] = []
        for item in items.dropLast() {
            room -= item.width + Self.gap
            guard room >= 0 else { break }
            result.append(item)
        }
        return result + [last]
    }
}
