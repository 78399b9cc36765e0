import Testing

@testable import Dashboard

@Suite struct OutputLineTests {
    private func lines(_ text: String, at offset: UInt64 = 0, beginsALine: Bool = true) -> [OutputLine] {
        let bytes = Array(text.utf8)
        return OutputLine.lines(
            of: OutputPiece(offset: offset, bytes: bytes, whole: offset + UInt64(bytes.count), isRunning: true),
            beginsALine: beginsALine)
    }

    @Test func linesKnowWhereTheyAre() {
        let found = lines("one\n\ntw", at: 100)
        #expect(found.map(\.text) == ["one", "", "tw"])
        #expect(found.map(\.start) == [100, 104, 105] && found.map(\.end) == [104, 105, 107])
        #expect(found.map(\.isOpen) == [false, false, true])
    }

    @Test func theEndOfALineIsNoLine() {
        #expect(lines("ne\ntwo\n", at: 1, beginsALine: false).map(\.text) == ["two"])
        #expect(lines("one\ntwo\n", beginsALine: false).map(\.text) == ["one", "two"])
        #expect(lines("no end", at: 5, beginsALine: false).map(\.text) == ["no end"])
    }

    /// A hundred megabytes without an end of a line are many lines, and no character is cut.
    @Test func longLinesAreSeveral() {
        let found = lines(String(repeating: "é家", count: 3000))
        #expect(found.count == 4 && found.allSatisfy { $0.end - $0.start <= UInt64(OutputLine.longest) })
        #expect(found.map(\.text).joined() == String(repeating: "é家", count: 3000))
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(found.dropLast().allSatisfy { !$0.isOpen })
    }

    @Test func nothingInThemActsOnATerminal() {
        let text = lines("\u{1B}[2J\u{1B}]0;x\u{7}a\u{202E}b\u{0}\tc\r\n").map(\.text)
        #expect(text == ["ab    c"])
    }

    @Test func troubleIsWhatSaysThatItHappened() {
        for text in [
            "main.c:3: error: expected ;", "ERROR in app", "1 of 18 failed", "panic: boom", "sh: pyhton3: not found",
            "Traceback (most recent call last):", "java.lang.NullPointerException", "10 errors",
        ] { #expect(OutputPattern.trouble.matches(text), "\(text)") }
        for text in ["0 errors, 0 failed", "no errors", "cc -Wall -Werror -c a.c", "all is well", ""] {
            #expect(!OutputPattern.trouble.matches(text), "\(text)")
        }
        #expect(OutputPattern.text("CaRt").matches("the cart") && !OutputPattern.text("").matches("x"))
    }
}
