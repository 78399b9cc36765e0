import Delivery
import Testing
import Values

@Suite struct OutputEndTests {
    private func lines(_ text: String) -> [String] { OutputEnd.lines(of: Array(text.utf8)) }

    @Test func theLastLinesStay() {
        #expect(lines("") == [])
        #expect(lines("one\ntwo\n") == ["one", "two"])
        #expect(lines("one\n\n") == ["one", ""])
        #expect(lines("one\ntwo") == ["one", "two"])
        let many = (1...100).map(String.init)
        #expect(lines(many.joined(separator: "\n") + "\n") == Array(many.suffix(20)))
        #expect(lines(many.joined(separator: "\n")) == Array(many.suffix(20)))
    }

    @Test func nothingInItActsOnATerminal() {
        #expect(lines("\u{1B}[31mFAIL\u{1B}[0m: 2 of 3\n") == ["FAIL: 2 of 3"])
        #expect(lines("a\u{1B}]0;owned\u{7}b\u{1B}]52;c;eA==\u{1B}\\c\u{1B}(Bd\n") == ["abcd"])
        #expect(lines("10%\r50%\r100%\r\n") == ["100%"])
        #expect(lines("a\tb\u{202E}c\u{0}\u{8}\u{9B}2Jd\n") == ["a    bcd"])
        #expect(OutputEnd.lines(of: [97, 255, 98, 10]) == ["a\u{FFFD}b"])
        #expect(lines("\u{1B}") == [] && lines("\u{1B}[") == [])
        for line in lines("\u{1B}]never ends\nnext\n") { #expect(!line.unicodeScalars.contains { $0.isInvisible }) }
    }

    @Test func linesAreBounded() {
        let long = String(repeating: "x", count: 1000)
        #expect(lines("\(long)y\nz\n") == [String(repeating: "x", count: 199) + "…", "z"])
        #expect(lines("a\n\(long)y") == ["a", "…" + String(repeating: "x", count: 198) + "y"])
    }
}
