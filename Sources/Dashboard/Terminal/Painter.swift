import CTerminal

/// Copies cells to ncurses, in the colours that the terminal has. Lives on the terminal's thread.
struct Painter {
    private struct Pair: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private struct Look {
        let attributes: Int32
        let pair: Int32
    }

    let depth: ColourDepth
    private let isUTF8: Bool
    private let pairLimit: Int32
    private var pairs: [Pair: Int32] = [:]
    private var looks: [Style: Look] = [:]
    private var numbers: [Colour: Int32] = [:]
    private var shown: CellBuffer?
    private var shownTheme: Theme?

    init(depth: ColourDepth, isUTF8: Bool) {
        self.depth = depth
        self.isUTF8 = isUTF8
        pairLimit = cterm_pairs()
    }

    /// The terminal does not show what was painted last.
    mutating func forgetContents() {
        shown = nil
    }

    /// Sends a frame: only rows that differ are copied, and ncurses sends only cells that differ.
    mutating func paint(_ buffer: CellBuffer, theme: Theme) {
        let theme = depth == .ansi8 || depth == .ansi16 ? .plain : theme
        adopt(theme)
        recyclePairs()
        if shown?.size != buffer.size {
            shown = nil
            cterm_erase()
        }
        for row in 0..<min(buffer.size.rows, Int(cterm_rows())) where shown?.row(row) != buffer.row(row) {
            paint(buffer.row(row), at: row, theme: theme)
        }
        shown = buffer
        cterm_set_cursor(Int32(buffer.cursor?.row ?? -1), Int32(buffer.cursor?.column ?? 0))
        cterm_present()
    }

    private mutating func adopt(_ theme: Theme) {
        guard shownTheme != theme else { return }
        shownTheme = theme
        looks = [:]
        shown = nil
    }

    /// When all pairs are taken, this frame starts anew; redefining one in use would recolour what is on the screen.
    private mutating func recyclePairs() {
        guard pairLimit > 0, pairs.count >= pairLimit - 1 else { return }
        pairs = [:]
        looks = [:]
        shown = nil
    }

    private mutating func paint(_ cells: ArraySlice<Cell>, at row: Int, theme: Theme) {
        let columns = Int(cterm_columns())
        var scalars: [UInt32] = []
        for (column, cell) in cells.enumerated() where cell.glyph.width > 0 {
            guard column + Int(cell.glyph.width) <= columns else { break }
            let look = look(of: cell.style, theme: theme)
            scalars.removeAll(keepingCapacity: true)
            scalars += cell.glyph.character.unicodeScalars.lazy.map { [isUTF8] in
                isUTF8 || $0.isASCII ? $0.value : UInt32(UInt8(ascii: "?"))
            }
            let count = isUTF8 ? scalars.count : 1
            cterm_put(Int32(row), Int32(column), scalars, Int32(count), look.attributes, look.pair)
        }
    }

    // MARK: - Colours

    private mutating func look(of style: Style, theme: Theme) -> Look {
        if let known = looks[style] { return known }
        var attributes = style.attributes
        // Without colour, the row under the cursor must still show.
        if depth == .monochrome && style.background == .role(.selection) { attributes.insert(.reverse) }
        let look = Look(
            attributes: Self.numbers(of: attributes),
            pair: depth == .monochrome
                ? 0
                : pair(
                    Pair(
                        foreground: number(of: theme.resolve(style.foreground)),
                        background: number(of: theme.resolve(style.background)))))
        looks[style] = look
        return look
    }

    private static func numbers(of attributes: Style.Attributes) -> Int32 {
        let all: [(Style.Attributes, Int)] = [
            (.bold, CTERM_BOLD), (.dim, CTERM_DIM), (.reverse, CTERM_REVERSE), (.underline, CTERM_UNDERLINE),
            (.italic, CTERM_ITALIC),
        ]
        return Int32(all.reduce(0) { attributes.contains($1.0) ? $0 | $1.1 : $0 })
    }

    private mutating func pair(_ pair: Pair) -> Int32 {
        if let known = pairs[pair] { return known }
        let new = Int32(pairs.count + 1)
        guard new < pairLimit else { return 0 }
        cterm_set_pair(new, pair.foreground, pair.background)
        pairs[pair] = new
        return new
    }

    private mutating func number(of colour: Colour) -> Int32 {
        if let known = numbers[colour] { return known }
        let number = depth.number(of: colour)
        numbers[colour] = number
        return number
    }
}
