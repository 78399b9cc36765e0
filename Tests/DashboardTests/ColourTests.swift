import Testing
import Values

@testable import Dashboard

@Suite struct ColourTests {
    @Test(arguments: [("1e1e2e", 0x1E1E2E), ("#FFAA00", 0xFFAA00), ("000000", 0)] as [(String, UInt32)])
    func hexadecimal(text: String, value: UInt32) {
        #expect(RGB(hex: text)?.packed == value)
        #expect(RGB(hex: text)?.hex == "#" + text.lowercased().replacing("#", with: ""))
    }

    @Test(arguments: ["", "#", "fff", "12345g", "##12345", "+12345", "1234567", "１２３４５６"])
    func notHexadecimal(text: String) {
        #expect(RGB(hex: text) == nil)
    }

    /// Values of the WCAG definition: black on white is 21, and #767676 is the lightest grey that passes on white.
    @Test func contrast() {
        let white = RGB(255, 255, 255)
        #expect(abs(white.contrast(with: RGB(0, 0, 0)) - 21) < 1e-9)
        #expect(abs(RGB(0x76, 0x76, 0x76).contrast(with: white) - 4.54) < 0.01)
    }

    /// Values of Ottosson's table for the primaries.
    @Test func okLab() {
        let red = OKLab(RGB(255, 0, 0))
        #expect(abs(red.lightness - 0.628) < 0.001 && abs(red.a - 0.225) < 0.001 && abs(red.b - 0.126) < 0.001)
        for colour in [0x000000, 0xFFFFFF, 0x336699, 0xF0717F].map({ RGB(packed: $0) }) {
            #expect(OKLab(colour).rgb == colour)
        }
    }

    @Test func fixedColoursAreTheirOwnNearest() {
        for index in UInt8(16)...255 {
            guard let colour = Palette256.rgb(of: index) else { continue }
            #expect(Palette256.rgb(of: Palette256.nearest(to: colour)) == colour)
        }
        #expect(Palette256.rgb(of: 15) == nil)
        #expect(Palette256.nearest(to: RGB(0x12, 0x16, 0x1F)) == 233)
    }

    @Test func numbersAtEachDepth() {
        let red = Colour.rgb(RGB(255, 0, 0))
        #expect(ColourDepth.allCases.map { $0.number(of: red) } == [-1, 1, 9, 196, 0xFF0000])
        #expect(ColourDepth.allCases.map { $0.number(of: .ansi(8)) } == [-1, -1, 8, 8, 0x7F7F7F])
        #expect(ColourDepth.allCases.allSatisfy { $0.number(of: .terminal) == -1 })
        // 1…7 would be the terminal's own palette.
        #expect(ColourDepth.direct.number(of: .rgb(RGB(0, 0, 3))) == 8)
    }

    @Test(
        arguments: [
            ([:], nil), (["TERM": "xterm-256color"], nil), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], nil),
            (["NO_COLOR": "0"], false), (["CLICOLOR_FORCE": "1"], true), (["CLICOLOR_FORCE": "0"], nil),
            (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false), (["CLICOLOR": "0"], false), (["TERM": "dumb"], false),
            (["TERM": "dumb", "CLICOLOR_FORCE": "1"], true),
        ] as [([String: String], Bool?)])
    func wishes(environment: [String: String], wish: Bool?) {
        #expect(ColourDepth.wish(environment: environment) == wish)
    }

    @Test func screens() {
        #expect(
            [0, 2, 8, 16, 88, 256, 32_768, 16_777_216].map(ColourDepth.init(colourCount:)) == [
                .monochrome, .monochrome, .ansi8, .ansi16, .ansi16, .indexed256, .indexed256, .direct,
            ])
        #expect(ColourDepth.ofScreen(environment: ["NO_COLOR": "1"], colourCount: 256) == .monochrome)
        #expect(ColourDepth.ofScreen(environment: [:], colourCount: 256) == .indexed256)
    }
}
