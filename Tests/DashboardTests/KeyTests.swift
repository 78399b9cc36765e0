import Testing

@testable import Dashboard

@Suite struct KeyTests {
    private func decode(_ text: String) -> [KeyPress] {
        var decoder = KeyDecoder()
        let keys = text.unicodeScalars.compactMap { decoder.decode(.scalar($0)) }
        return keys + [decoder.endBurst()].compactMap { $0 }
    }

    @Test(
        arguments: [
            ("a", [.character("a")]), ("é中", [.character("é"), .character("中")]), ("\r", [.enter]), ("\t", [.tab]),
            ("\u{7F}", [.backspace]), ("\u{3}", [.control("c")]), ("\u{1B}", [.escape]),
            ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}h", [.alt("h")]), ("\u{0}", []), ("\u{9B}", []),
            // Answers and sequences that nobody asked for; the letters in them are no keys.
            ("\u{1B}[?62;1;4cq", [.character("q")]), ("\u{1B}[1;5hq", [.character("q")]),
            ("\u{1B}Ohq", [.character("q")]),
            ("\u{1B}]11;rgb:aa/hh\u{7}q", [.character("q")]), ("\u{1B}Phrap\u{1B}\\q", [.character("q")]),
        ] as [(String, [KeyPress])])
    func bursts(text: String, keys: [KeyPress]) {
        #expect(decode(text) == keys)
    }

    @Test func aBrokenSequenceEndsWithItsBurst() {
        var decoder = KeyDecoder()
        for scalar in "\u{1B}]hhh".unicodeScalars { #expect(decoder.decode(.scalar(scalar)) == nil) }
        #expect(decoder.endBurst() == nil)
        #expect(decoder.decode(.scalar("q")) == .character("q"))
    }

    @Test func pastesAreOneKeyPress() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(.pasteBegin) == nil)
        for scalar in "h\rq\u{1B}".unicodeScalars { #expect(decoder.decode(.scalar(scalar)) == nil) }
        #expect(decoder.decode(.key(.up)) == nil)
        #expect(decoder.endBurst() == nil && decoder.isPasting)
        #expect(decoder.decode(.pasteEnd) == .paste("h\nq\u{1B}"))
        #expect(decoder.decode(.pasteEnd) == nil)
    }

    @Test func pastesAreBounded() {
        var decoder = KeyDecoder()
        _ = decoder.decode(.pasteBegin)
        for _ in 0..<KeyDecoder.longestPaste + 10 { _ = decoder.decode(.scalar("x")) }
        #expect(decoder.endPaste() == .paste(String(repeating: "x", count: KeyDecoder.longestPaste)))
        #expect(!decoder.isPasting)
    }

    @Test func meanings() {
        let table = Samples.keys
        #expect(table.meaning(of: .character("a"), in: true) == .action("approve"))
        #expect(table.meaning(of: .character("a"), in: false) == .disabled(reason: "nothing waits"))
        #expect(table.meaning(of: .control("c"), in: true) == .action("quit"))
        #expect(table.meaning(of: .character("z"), in: true) == .none)
        #expect(table.conflicts.isEmpty)
        #expect(KeyTable(table.bindings + table.bindings.prefix(1)).conflicts == [.character("a")])
    }

    @Test func oneTableDrivesFooterAndHelp() {
        let footer = Samples.keys.footer(in: true)
        #expect(footer.items.map(\.label) == ["approve", "halt", "quit", "help"])
        #expect(footer.items.map(\.isEnabled) == [true, true, true, true])
        #expect(Samples.keys.footer(in: false).items.map(\.isEnabled) == [false, true, true, true])
        let help = Samples.keys.help(in: false)
        #expect(help.sections.map(\.title) == ["Release", "Screen"])
        #expect(help.rows == 8)
    }
}
