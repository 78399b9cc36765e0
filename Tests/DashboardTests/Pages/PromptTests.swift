import DashboardStories
import Delivery
import Testing

@testable import Dashboard

/// The name of a page is typed after `:`, and nobody who wants to halt meanwhile is left in the dark.
struct PromptTests {
    private func typed(_ text: String, _ scene: Scene = .atFive) -> OpenScreen {
        var screen = OpenScreen(scene, registrar: Pages.all + [CountingPage.row])
        screen.type(text)
        return screen
    }

    @Test(arguments: [(":c\n", "counting"), (":counting\n", "counting"), (":hel\n", "help"), (":r\n", "release")])
    func aUniqueBeginningIsEnough(_ text: String, _ page: String) {
        #expect(typed(text).page == page)
    }

    @Test func tabCompletes() {
        var screen = typed(":co")
        #expect(screen.lastLine().hasPrefix(" :counting"))
        screen.press(.tab)
        #expect(screen.ui.overlay == .prompt(PagePrompt("counting")))
        screen.press(.enter)
        #expect(screen.page == "counting" && screen.ui.overlay == nil)
    }

    @Test func anUnknownNameIsAnsweredWithThoseThatThereAre() {
        let screen = typed(":graphs\n")
        #expect(screen.page == "release" && screen.ui.overlay == nil)
        #expect(
            screen.ui.notice?.text
                == "there is no page “graphs”; there are: release, log, versions, overview, help, counting")
    }

    @Test func severalThatBeginSoAreNamed() {
        var screen = OpenScreen(
            .atFive,
            registrar: Pages.all + [CountingPage.row, PageRow(NumberPage.self, "") { _ in NumberPage(number: 1) }])
        screen.ui.registrar.append(PageRow(CountingCopy.self, "") { _ in CountingCopy() })
        screen.type(":co")
        screen.press(.tab)
        #expect(screen.ui.overlay == .prompt(PagePrompt("count")))
        screen.press(.enter)
        #expect(screen.ui.notice?.text == "“count” may be counting or counts")
        #expect(screen.page == "release")
    }

    @Test(arguments: [[KeyPress.escape], [.control("c")], [.enter], [.backspace]])
    func anEmptyPromptClosesAndDoesNothing(_ keys: [KeyPress]) {
        var screen = typed(":")
        screen.press(keys)
        #expect(screen.ui.overlay == nil && screen.page == "release" && screen.requests == [])
    }

    @Test func whatIsTypedIsText() {
        var screen = typed(":rpaxcqyt")
        #expect(screen.requests == [] && screen.ui.overlay == .prompt(PagePrompt("rpaxcqyt")))
        screen.press(.backspace, .paste("zz"), .resize(Size(columns: 9, rows: 9)), .up)
        #expect(screen.ui.overlay == .prompt(PagePrompt("rpaxcqy")))
        screen.press(.escape)
        #expect(screen.ui.overlay == nil && screen.requests == [])
    }

    @Test func thePromptIsBounded() {
        #expect(
            typed(":" + String(repeating: "z", count: 1000)).ui.overlay
                == .prompt(PagePrompt(String(repeating: "z", count: PagePrompt.longest))))
    }

    @Test func theFirstHIsSeenToBeText() {
        #expect(typed(":").lastLine().contains("hh halt"))
        let screen = typed(":h")
        #expect(screen.requests == [])
        #expect(screen.lastLine().contains("h is text here; h again halts"))
    }

    @Test(arguments: [":hh", ":hhhh", ":rehh", ":counthh", ":h\nh", ":"])
    func twoInARowHalt(_ text: String) {
        var screen = typed(text)
        if text == ":" { screen.press(.escape, .character("h")) }
        #expect(screen.orders.first == .halt)
        #expect(screen.ui.overlay == nil)
    }

    /// A page's name goes before halting, and the way to halt is said.
    @Test func aNameWithTheKeyTwiceCanBeTyped() {
        var screen = OpenScreen(.atFive, registrar: Pages.all + [PageRow(HHPage.self, "") { _ in HHPage() }])
        screen.type(":h")
        #expect(screen.lastLine().contains("Esc, then h halts"))
        screen.type("hpage\n")
        #expect(screen.page == "hhpage" && screen.requests == [])
    }

    @Test func whereNothingCanBeHaltedItIsOnlyALetter() {
        let screen = typed(":hh", .halted)
        #expect(screen.requests == [] && screen.ui.overlay == .prompt(PagePrompt("hh")))
        #expect(!screen.lastLine().contains("halt"))
    }

    @Test func noPromptOpensOverAQuestion() {
        let screen = typed("r:")
        #expect(screen.ui.dialog?.subject == .rollBack)
    }

    @Test func theCursorIsBehindTheText() {
        let screen = typed(":co")
        let frame = DashboardView.render(screen.model, screen.ui, size: Size(columns: 80, rows: 24))
        #expect(frame.cursor == Point(column: 4, row: 23))
    }

    private struct CountingCopy: Page {
        static let name = "counts"
        var bindings: [KeyBinding<KeyContext, Never>] { [] }
        mutating func perform(_ action: Never, _ context: KeyContext) -> PageEffect? {}
        func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {}
    }

    private struct HHPage: Page {
        static let name = "hhpage"
        var bindings: [KeyBinding<KeyContext, Never>] { [] }
        mutating func perform(_ action: Never, _ context: KeyContext) -> PageEffect? {}
        func draw(_ context: ViewContext, into buffer: inout CellBuffer, _ rect: Rect) {}
    }
}

extension PagePrompt {
    fileprivate init(_ text: String) {
        self.init()
        for character in text { append(character) }
    }
}
