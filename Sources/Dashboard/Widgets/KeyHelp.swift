/// All keys with what they do, and why some cannot be pressed now.
public struct KeyHelp: Widget {
    public struct Line: Hashable, Sendable {
        public var keys: String
        public var help: String
        public var disabledReason: String?
    }

    public struct Section: Hashable, Sendable {
        public var title: String
        public var lines: [Line]
    }

    public var sections: [Section]
    /// How many rows are scrolled away at the top.
    public var scroll = 0
    public var symbols = Symbols.unicode

    public init(sections: [Section]) {
        self.sections = sections
    }

    /// Adds a line to the section of this title, which is made where there is none.
    mutating func add(_ line: Line, below title: String) {
        if let index = sections.firstIndex(where: { $0.title == title }) {
            sections[index].lines.append(line)
        } else {
            sections.append(Section(title: title, lines: [line]))
        }
    }

    /// The rows of the whole page, to bound scrolling.
    public var rows: Int { text.count }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let text = text
        let first = min(max(scroll, 0), max(0, text.count - rect.rows))
        Paragraph(Array(text.dropFirst(first)), symbols: symbols).draw(into: &buffer, rect)
    }

    private var text: [StyledText] {
        let keyWidth = sections.flatMap(\.lines).map(\.keys.cellWidth).max() ?? 0
        return Array(
            sections.map { section in
                [StyledText(section.title, .heading, .bold)]
                    + section.lines.flatMap { text(of: $0, keyWidth: keyWidth) }
            }.joined(separator: [""]))
    }

    /// A line, and below it why the key can do nothing now.
    private func text(of line: Line, keyWidth: Int) -> [StyledText] {
        let padding = String(repeating: " ", count: keyWidth - line.keys.cellWidth + 2)
        guard let reason = line.disabledReason else {
            return [StyledText("  \(line.keys)", .key, .bold) + StyledText(padding + line.help, .text)]
        }
        let indent = String(repeating: " ", count: keyWidth + 4)
        return [
            StyledText("  \(line.keys)\(padding)\(line.help)", .dim), StyledText(indent + "now: \(reason)", .warning),
        ]
    }
}
