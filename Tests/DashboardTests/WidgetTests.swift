import Testing
import Values

@testable import Dashboard

@Suite struct WidgetTests {
    @Test(arguments: ["unicode", "ascii"])
    func looks(set: String) throws {
        let sizes = [
            "box": (28, 5), "bar": (24, 1), "gauge": (14, 1), "sparkline": (12, 3), "spinner": (1, 1),
            "paragraph": (9, 3), "dialog": (44, 11), "footer": (60, 1), "help": (40, 8),
        ]
        for (name, widget) in Samples.widgets(set == "ascii" ? .ascii : .unicode) {
            let (columns, rows) = try #require(sizes[name])
            try expectGolden("\(name)-\(set)", drawn(widget, columns: columns, rows: rows))
        }
    }

    @Test func smallLooks() throws {
        for (name, widget) in Samples.widgets(.unicode) {
            try expectGolden("\(name)-small", drawn(widget, columns: 10, rows: 3))
        }
    }

    /// No size may crash, and nothing may be drawn outside the rectangle.
    @Test(arguments: ["unicode", "ascii"])
    func everySizeStaysInside(set: String) {
        let mark = Style(foreground: .ansi(9))
        for (name, widget) in Samples.widgets(set == "ascii" ? .ascii : .unicode) {
            for columns in [0, 1, 2, 3, 4, 7, 20] {
                for rows in [0, 1, 2, 3, 6, 12] {
                    var buffer = CellBuffer(size: Size(columns: columns + 2, rows: rows + 2), style: mark)
                    let place = Rect(column: 1, row: 1, columns: columns, rows: rows)
                    buffer.draw(widget, in: place)
                    let isUntouched = (0..<rows + 2).allSatisfy { row in
                        (0..<columns + 2).allSatisfy { column in
                            place.intersection(Rect(column: column, row: row, columns: 1, rows: 1)).isEmpty == false
                                || buffer[column, row] == Cell(style: mark)
                        }
                    }
                    #expect(isUntouched, "\(name) \(columns)×\(rows)")
                    #expect(drawn(widget, columns: columns, rows: rows).size == Size(columns: columns, rows: rows))
                }
            }
        }
    }

    @Test(arguments: [Symbols.unicode, .ascii])
    func everySignIsOneCell(symbols: Symbols) {
        for sign in symbols.all {
            #expect(sign.cellWidth == 1 && sign.count == 1, "'\(sign)'")
            #expect(!symbols.isASCII || sign.utf8.allSatisfy { $0 < 0x7F }, "'\(sign)'")
        }
    }

    @Test func asciiWidgetsStayASCII() {
        for (name, widget) in Samples.widgets(.ascii) where !["box", "dialog"].contains(name) {
            #expect(drawn(widget, columns: 30, rows: 6).text.utf8.allSatisfy { $0 < 0x7F }, "\(name)")
        }
    }

    @Test func barNeverRoundsToNothingOrAll() {
        #expect(drawn(Bar(share: 0.0001, colour: .canary), columns: 10, rows: 1).text == "▏")
        #expect(drawn(Bar(share: 0.9999, colour: .canary), columns: 2, rows: 1).text == "█▉")
        #expect(drawn(Bar(share: 1, colour: .canary), columns: 2, rows: 1).text == "██")
        #expect(drawn(Bar(share: 0, colour: .canary), columns: 2, rows: 1).text == "")
        #expect(drawn(Bar(share: .nan, colour: .canary), columns: 2, rows: 1).text == "")
    }

    @Test func gaugeIsFullOnlyAtTheLimit() {
        #expect(drawn(Gauge(share: 0.99), columns: 6, rows: 1).text == "▕███░▏")
        #expect(drawn(Gauge(share: 1), columns: 6, rows: 1).text == "▕████▏")
        #expect(drawn(Gauge(share: nil), columns: 6, rows: 1).text == "▕····▏")
    }

    @Test func sparklineTellsZeroFromNothing() {
        #expect(drawn(Sparkline([0, nil, 0, 0]), columns: 2, rows: 1).text == "⡀⣀")
        #expect(drawn(Sparkline([0, 4], form: .block), columns: 3, rows: 1).text == " ▁█")
    }

    @Test func spinnerTurnsWithTheTime() {
        #expect(Spinner(now: .zero).sign == "⠋")
        #expect(Spinner(now: .milliseconds(100)).sign == "⠙")
        #expect(Spinner(now: .seconds(1)).sign == "⠋")
        #expect(Spinner(now: .milliseconds(-100)).sign == "⠏")
    }

    @Test func wrapping() {
        #expect(Paragraph.wrap("one two three", width: 7) == ["one two", "three"])
        #expect(Paragraph.wrap("abcdefghij", width: 4) == ["abcd", "efgh", "ij"])
        #expect(Paragraph.wrap("中中中", width: 3) == ["中", "中", "中"])
        #expect(Paragraph.wrap("a\n\nb", width: 3) == ["a", "", "b"])
        #expect(Paragraph.wrap("a", width: 0).isEmpty)
    }
}
