extension CellBuffer {
    /// The rows as text, each without the spaces at its end.
    public var lines: [String] {
        (0..<size.rows).map { index in
            var line = String(row(index).lazy.filter { $0.glyph.width > 0 }.map(\.glyph.character))
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The whole as text; one line a row.
    public var text: String { lines.joined(separator: "\n") }

    /// The looks as text: a letter a cell in the order of first use, `.` for plain, then what each letter means.
    public var styles: String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var known: [Style: Character] = [.plain: "."]
        var legend: [String] = []
        let plane = (0..<size.rows).map { index in
            String(
                row(index).map { cell in
                    if let letter = known[cell.style] { return letter }
                    let letter = known.count <= letters.count ? letters[known.count - 1] : "?"
                    known[cell.style] = letter
                    legend.append("\(letter) \(cell.style)")
                    return letter
                })
        }
        return (plane + legend).joined(separator: "\n")
    }
}
