import Testing

@testable import Dashboard

@Suite struct CellBufferTests {
    private func written(_ text: String, columns: Int = 10, at column: Int = 0) -> CellBuffer {
        var buffer = CellBuffer(size: Size(columns: columns, rows: 1))
        buffer.write(text, column: column, row: 0)
        return buffer
    }

    @Test func wideCharactersTakeTwoCells() {
        let buffer = written("a中b")
        #expect(buffer.text == "a中b")
        #expect(buffer[1, 0]?.glyph.width == 2)
        #expect(buffer[2, 0]?.glyph.width == 0)
        #expect(buffer[3, 0]?.glyph.character == "b")
    }

    @Test func halfAWideCharacterIsNeverShown() {
        #expect(written("中", columns: 1).text == "")
        #expect(written("中", at: -1).text == "")
        var first = written("中")
        first.write("x", column: 0, row: 0)
        #expect(first.text == "x")
        var second = written("中")
        second.write("x", column: 1, row: 0)
        #expect(second.text == " x")
        var third = written("中中")
        third.write("中", column: 1, row: 0)
        #expect(third.text == " 中")
    }

    @Test(arguments: [
        ("\u{1B}[31mred", "�[31mred"),
        ("tab\there", "tab here"),
        ("e\u{301}", "e\u{301}"),
        ("bidi\u{202E}x", "bidix"),
        ("\u{9B}x", "�x"),
        ("👨‍👩‍👧!", "👨!"),
        ("✔\u{FE0F}", "✔"),
        ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}b", "a\u{301}\u{302}\u{303}\u{304}b"),
    ])
    func hostileTextIsMadeSafe(text: String, shown: String) {
        #expect(written(text, columns: 12).text == shown)
    }

    @Test func everythingOutsideIsClipped() {
        var buffer = CellBuffer(size: Size(columns: 3, rows: 2))
        buffer.write("abcdef", column: -2, row: 0)
        buffer.write("no", column: 0, row: 9)
        buffer.write("no", column: 0, row: -1)
        buffer.fill(Rect(column: 2, row: 1, columns: 100, rows: 100), with: .replacement, style: .plain)
        #expect(buffer.lines == ["cde", "  �"])
        #expect(buffer[3, 0] == nil && buffer[0, -1] == nil)
    }

    @Test(arguments: [(0, 0), (0, 5), (5, 0), (-3, -3)])
    func emptySizes(columns: Int, rows: Int) {
        var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
        buffer.write("text", column: 0, row: 0)
        buffer.restyle(buffer.bounds) { $0.attributes = .bold }
        #expect(buffer.lines.joined() == "")
    }

    @Test func stylesAreLettersWithALegend() {
        var buffer = CellBuffer(size: Size(columns: 4, rows: 1))
        buffer.write("ab", column: 1, row: 0, style: Style(.failed, on: .selection, .bold))
        #expect(buffer.styles == ".aa.\na failed on selection, bold")
    }

    @Test(arguments: [
        ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("中中中", 5, "中中…"),
        ("中中中", 4, "中…"), ("", 3, ""),
    ])
    func truncation(text: String, width: Int, expected: String) {
        #expect(text.truncated(toWidth: width) == expected)
        #expect(StyledText(text).truncated(toWidth: width).text == expected)
    }

    @Test func truncationAcrossSpans() {
        let text = StyledText("ab", .failed) + StyledText("cd", .dim)
        #expect(text.truncated(toWidth: 4).text == "abcd")
        #expect(text.truncated(toWidth: 3).text == "ab…")
        #expect(text.truncated(toWidth: 2).text == "a…")
        #expect(text.truncated(toWidth: 1).text == "…")
        #expect(text.truncated(toWidth: 0).text == "")
    }

    @Test func lengthsNeverExceedTheLine() {
        #expect(Length.resolve([.fixed(3), .flexible, .fixed(2)], total: 10) == [3, 5, 2])
        #expect(Length.resolve([.fixed(3), .flexible, .fixed(2)], total: 10, gap: 1) == [3, 3, 2])
        #expect(Length.resolve([.flexible(weight: 2), .flexible], total: 9) == [6, 3])
        #expect(Length.resolve([.flexible, .flexible(weight: 1, minimum: 8)], total: 10) == [1, 9])
        #expect(Length.resolve([.fixed(8), .fixed(8)], total: 10) == [8, 2])
        #expect(Length.resolve([.fixed(-4), .flexible], total: 0) == [0, 0])
        let parts = Rect(column: 0, row: 0, columns: 2, rows: 1).columns([.fixed(2), .fixed(2), .fixed(2)], gap: 3)
        #expect(parts.map(\.columns) == [0, 0, 0] || parts.allSatisfy { $0.endColumn <= 2 || $0.isEmpty })
    }
}
