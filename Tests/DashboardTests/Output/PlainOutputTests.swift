import Dashboard
import Testing

@Suite struct PlainOutputTests {
    /// All of it, given in pieces of so many bytes.
    private func plain(_ bytes: [UInt8], pieces: Int = 3, isLast: Bool = false) -> String {
        var output = PlainOutput()
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            text += output.take(Array(bytes[start..<min(start + pieces, bytes.count)]), isLast: isLast)
        }
        return text + output.finish()
    }

    private func plain(_ text: String, pieces: Int = 3) -> String { plain(Array(text.utf8), pieces: pieces) }

    @Test(arguments: [1, 2, 3, 5, 1000]) func itIsTheSameHoweverItComes(pieces: Int) {
        #expect(plain("one\ntwo\r\nthrée 家 \u{1F469}\n", pieces: pieces) == "one\ntwo\nthrée 家 \u{1F469}\n")
        #expect(
            plain("a\u{1B}[31mb\u{1B}]0;owned\u{7}c\u{1B}]52;c;eA==\u{1B}\\d\u{1B}(Be", pieces: pieces) == "abcde\n")
        #expect(plain([97, 255, 0, 98, 10, 0xC3], pieces: pieces) == "a\u{FFFD}b\n\u{FFFD}\n")
        #expect(plain("10%\r50%\r100%\ndone", pieces: pieces) == "100%\ndone\n")
        #expect(plain("\u{1B}]never closed\nnext", pieces: pieces) == "\nnext\n")
        #expect(plain("", pieces: pieces) == "")
    }

    /// Whoever waits for an answer says so without an end of the line.
    @Test func whatHasNoEndYetIsGivenWhereItIsFollowed() {
        var output = PlainOutput()
        #expect(output.take(Array("one\nPassword: ".utf8), isLast: true) == "one\nPassword: ")
        #expect(output.take(Array("again\rover\n".utf8), isLast: true) == "\nover\n")
        #expect(output.finish() == "")
    }

    @Test func aLineWithoutEndTakesNoMemory() {
        var output = PlainOutput()
        var given = 0
        for _ in 0..<50 {
            given += output.take([UInt8](repeating: UInt8(ascii: "x"), count: 100_000)).utf8.count
        }
        #expect(given > 4_900_000)
        #expect(output.finish().utf8.count < 20_000)
    }
}
