import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// What steps and instances print: followed, scrolled and searched, whatever size it has.
struct LogPageTests {
    private func opened(_ scene: Scene = .building, _ source: MemoryOutput) async -> OpenScreen {
        var screen = OpenScreen(scene)
        screen.ui.size = Size(columns: 120, rows: 40)
        screen.type("l")
        await screen.look(at: source)
        return screen
    }

    private func page(_ screen: OpenScreen) -> LogPage? { screen.ui.pages.top as? LogPage }

    /// The lines of the panel, without its frame.
    private func shown(_ screen: OpenScreen) -> [String] {
        screen.text().split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast(2).map { line in
            line.dropFirst().dropLast().trimming(while: { $0 == " " || $0 == "│" })
        }
    }

    @Test func theEndIsFollowed() async {
        var source = MemoryOutput(lines: 5000)
        var screen = await opened(.building, source)
        #expect(screen.page == "log" && screen.text().contains("Output of regression (test/2)"))
        #expect(screen.text().contains("following") && shown(screen).last == "line 5000")
        source.bytes += Array("line 5001\n".utf8)
        await screen.look(at: source)
        #expect(shown(screen).last == "line 5001")
        source.isRunning = false
        await screen.look(at: source)
        #expect(screen.text().contains("ended"))
        await screen.look(at: source)
        #expect(screen.requests == [], "what has ended is not asked for again")
    }

    @Test func scrollingReachesEverything() async {
        let source = MemoryOutput(lines: 60_000)
        var screen = await opened(.building, source)
        screen.press(.up)
        await screen.answer(from: source)
        #expect(shown(screen).last == "line 59999")
        screen.press(.home)
        await screen.answer(from: source)
        #expect(shown(screen).first == "line 1")
        for _ in 0..<10 {
            screen.press(.pageDown)
            await screen.answer(from: source)
        }
        #expect(shown(screen).first == "line 351")
        screen.press(.end)
        await screen.answer(from: source)
        #expect(shown(screen).last == "line 60000")
        for _ in 0..<1800 {
            screen.press(.pageUp)
            await screen.answer(from: source)
            let lines = page(screen)?.window.lines ?? []
            #expect((lines.last?.end ?? 0) - (lines.first?.start ?? 0) < 2 * LogWindow.most)
        }
        #expect(shown(screen).first == "line 1")
        for _ in 0..<1800 {
            screen.press(.pageDown)
            await screen.answer(from: source)
        }
        #expect(shown(screen).last == "line 60000" && screen.text().contains("following"))
    }

    /// Who looks around is left there, whatever comes.
    @Test func newLinesMoveNobody() async {
        var source = MemoryOutput(lines: 1000)
        var screen = await opened(.building, source)
        screen.press(.pageUp)
        let before = shown(screen)
        source.bytes += Array("more\n".utf8)
        await screen.look(at: source)
        #expect(shown(screen) == before && screen.text().contains("End follows"))
        screen.press(.end)
        await screen.look(at: source)
        #expect(shown(screen).last == "more")
    }

    @Test func searchingFindsLinesOneAfterTheOther() async {
        let source = MemoryOutput(lines: 60_000)
        var screen = await opened(.building, source)
        screen.press(.home)
        await screen.answer(from: source)
        screen.type("/LINE 40")
        #expect(screen.lastLine().hasPrefix(" /LINE 40"))
        screen.type("000\n")
        await screen.answer(from: source)
        #expect(shown(screen).contains("▸ line 40000"))
        screen.type("/ 2999")
        screen.press(.enter)
        await screen.answer(from: source)
        #expect(screen.ui.notice?.text == "nothing more was found", "it goes on from here")
        screen.type("N")
        await screen.answer(from: source)
        #expect(shown(screen).contains("▸ line 29999"))
        screen.type("N")
        await screen.answer(from: source)
        #expect(shown(screen).contains("▸ line 29998"))
        screen.type("n")
        await screen.answer(from: source)
        #expect(shown(screen).contains("▸ line 29999"))
    }

    @Test func theFirstErrorIsOneKeyAway() async {
        let source = MemoryOutput(
            (1...30_000).map { $0 == 12_345 ? "main.c:3: error: no ;\n" : "cc -Werror \($0).c, 0 errors\n" }.joined(),
            isRunning: false)
        var screen = await opened(.building, source)
        screen.type("e")
        await screen.answer(from: source)
        #expect(shown(screen).contains("▸ main.c:3: error: no ;"))
        screen.type("n")
        await screen.answer(from: source)
        #expect(screen.ui.notice?.text == "nothing more was found")
    }

    @Test func whatIsNotKeptIsSaid() async {
        var source = MemoryOutput(lines: 100_000)
        source.gap = 20_000..<900_000
        var screen = await opened(.building, source)
        screen.press(.home)
        await screen.answer(from: source)
        screen.type("/left out\n")
        await screen.answer(from: source)
        #expect(screen.ui.notice?.text == "nothing more was found", "it was not printed")
        for _ in 0..<200 where !screen.text().contains("left out here") {
            screen.press(.pageDown)
            await screen.answer(from: source)
        }
        #expect(screen.text().contains("… 859.4 KiB left out here …"))
        screen.press(.pageDown, .pageUp, .pageUp)
        await screen.answer(from: source)
        #expect(screen.text().contains("line "))
    }

    @Test func tabTurnsToOthersAndEscapeGoesBack() async {
        let source = MemoryOutput(lines: 3)
        var screen = await opened(.atFive, source)
        #expect(screen.text().contains("Output of production local/green-1"))
        screen.press(.tab)
        await screen.answer(from: source)
        #expect(screen.text().contains("Output of production local/green-2") && shown(screen).first == "line 1")
        screen.press(.backTab, .backTab)
        await screen.answer(from: source)
        #expect(screen.text().contains("Output of regression (test/2)"))
        screen.press(.escape)
        #expect(screen.page == "release")
    }

    /// Nobody who types what to search for is kept from halting.
    @Test func theSecondHHaltsAlsoWhileSearching() async {
        var screen = await opened(.atFive, MemoryOutput(lines: 3))
        screen.type("/ah")
        #expect(screen.orders == [] && screen.lastLine().contains("h again halts"))
        screen.type("h")
        #expect(screen.orders == [.halt])
    }

    @Test(arguments: ["\u{1B}[2J\u{1B}[1;1Howned\n", "\u{1B}]0;title\u{7}\u{9B}31mred\n", "\u{202E}gnp\u{0}\u{8}\n"])
    func hostileOutputStaysInItsPanel(_ text: String) async {
        let source = MemoryOutput(String(repeating: text, count: 100))
        let screen = await opened(.building, source)
        let frame = DashboardView.render(screen.model, screen.ui, size: Size(columns: 80, rows: 24))
        let bad = frame.text.unicodeScalars.filter {
            $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        }
        #expect(bad.isEmpty && frame.lines.count == 24)
        #expect(frame.lines.dropFirst(2).dropLast(2).allSatisfy { $0.hasPrefix("│") && $0.hasSuffix("│") })
    }

    @Test func everySizeIsSafe() async {
        var screen = await opened(.building, MemoryOutput(lines: 500))
        screen.press(.up, .right)
        for columns in [0, 1, 2, 20, 59, 60, 100] {
            for rows in [0, 1, 2, 3, 4, 5, 16, 40] { _ = screen.text(columns, rows) }
        }
    }

    /// A page that can't be read says why, and no more often than it is looked at.
    @Test func whatCanNotBeReadIsSaid() async {
        struct Broken: Error, CustomStringConvertible { let description = "web-1 can't be reached" }
        struct BrokenSource: DashboardSource {
            func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord] { [] }
            func output(
                of owner: OutputOwner, in run: RunNumber, _ place: OutputPlace, limit: Int
            ) async throws -> OutputPiece? { throw Broken() }
        }
        var screen = OpenScreen(.building)
        screen.type("l")
        await screen.look(at: BrokenSource())
        #expect(screen.ui.notice?.text == "the output can't be read: web-1 can't be reached")
    }
}

extension Substring {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isBlank(last) { text.removeLast() }
        while let first = text.first, isBlank(first) { text.removeFirst() }
        return String(text)
    }
}
