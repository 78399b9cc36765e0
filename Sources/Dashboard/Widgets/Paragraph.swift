/// Lines of text, one a row; longer ones are cut.
public struct Paragraph: Widget {
    public var lines: [StyledText]
    public var alignment: StyledText.Alignment
    public var background: Role?
    public var symbols: Symbols

    public init(
        _ lines: [StyledText], alignment: StyledText.Alignment = .left, background: Role? = nil,
        symbols: Symbols = .unicode
    ) {
        self.lines = lines
        self.alignment = alignment
        self.background = background
        self.symbols = symbols
    }

    public func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        for (index, line) in lines.prefix(rect.rows).enumerated() {
            buffer.write(
                line, in: rect.line(index), alignment: alignment, on: background, ellipsis: symbols.ellipsis)
        }
    }

    /// Breaks text at spaces into lines of at most `width` cells; a longer word is broken anywhere.
    public static func wrap(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines: [String] = []
            var line = ""
            for word in paragraph.split(separator: " ") {
                let separator = line.isEmpty ? "" : " "
                if line.cellWidth + separator.utf8.count + word.cellWidth <= width {
                    line += separator + word
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                let pieces = split(word, width: width)
                lines += pieces.dropLast()
                line = pieces.last ?? ""
            }
            return lines + [line]
        }
    }

    private static func split(_ word: Substring, width: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var used = 0
        for character in word {
            let needed = Int(Glyph(character)?.width ?? 0)
            if used + needed > width, !piece.isEmpty {
                pieces.append(piece)
                (piece, used) = ("", 0)
            }
            piece.append(character)
            used += needed
        }
        return pieces + [piece]
    }
}
