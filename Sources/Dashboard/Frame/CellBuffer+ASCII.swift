extension CellBuffer {
    private static let substitutes: [Character: String] = [
        "·": "-", "–": "-", "→": ">", "×": "x", "“": "\"", "”": "\"", "’": "'", "…": "~",
    ]

    /// Replaces what a terminal without UTF-8 cannot show: known signs by something like them, the rest by `?`.
    mutating func foldToASCII() {
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                guard let cell = self[column, row], cell.glyph.width > 0, !cell.glyph.character.isASCII else {
                    continue
                }
                let substitute = Self.substitutes[cell.glyph.character] ?? "?"
                write(substitute, column: column, row: row, style: cell.style)
            }
        }
    }
}
