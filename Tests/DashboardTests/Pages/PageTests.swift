import DashboardStories
import Delivery
import Testing

@testable import Dashboard

/// Pages lie on a stack: keys lead on, Esc back, and `:` to each that is registered.
struct PageTests {
    private func screen(_ scene: Scene = .atFive) -> OpenScreen {
        OpenScreen(scene, registrar: Pages.all + [CountingPage.row])
    }

    @Test func aRegisteredPageOpensByItsNameTakesItsKeysAndCloses() {
        var screen = screen()
        screen.type(":counting\n")
        #expect(screen.page == "counting")
        screen.type("++-+")
        #expect(screen.text().contains("the number is 2"))
        #expect(screen.lastLine().contains("+ more   - less   Enter open   h halt   Esc back"))
        screen.press(.escape)
        #expect(screen.page == "release" && screen.requests == [])
        #expect(screen.text() == OpenScreen(.atFive, registrar: screen.ui.registrar).text())
    }

    /// How the run is doing is seen from every page.
    @Test func theHeaderStays() {
        var screen = screen()
        let header = screen.text().prefix(120)
        screen.type(":counting\n")
        #expect(screen.text().prefix(120) == header)
    }

    @Test func aKeyThatCanDoNothingSaysWhy() {
        var screen = screen()
        screen.type(":counting\n-")
        #expect(screen.ui.notice?.text == "there is nothing less than 0")
    }

    @Test func helpIsAboutThePageThatItIsOpenedFrom() {
        var screen = screen()
        screen.type(":counting\n?")
        #expect(screen.page == "help")
        let text = screen.text()
        for line in [
            "One more", "One less", "now: there is nothing less than 0", "Freeze the split", ":counting  A number",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        #expect(!text.contains("roll back") && !text.contains("An event back"))
        screen.press(.escape)
        #expect(screen.page == "counting")
    }

    @Test func everyPageIsInTheHelp() {
        var screen = screen()
        screen.type("?")
        for row in screen.ui.registrar { #expect(screen.text(120, 60).contains(":\(row.name)")) }
    }

    @Test func aPageLeadsToAnotherAndEscapeBack() {
        var screen = screen()
        screen.type(":counting\n+++\n")
        #expect(screen.text().contains("all about 3"))
        screen.press(.escape)
        #expect(screen.text().contains("the number is 3"))
        screen.press(.escape)
        #expect(screen.page == "release")
    }

    @Test func escapeOnTheFirstPageLeavesNothing() {
        var screen = screen(.succeeded)
        screen.press(.escape, .escape)
        #expect(screen.page == "release" && screen.requests == [])
        #expect(screen.ui.notice?.text == "there is no page to go back to")
    }

    /// A page that is below already is gone back to as it was left.
    @Test func goingToAPageThatIsOpenGoesBack() {
        var screen = screen()
        screen.type(":counting\n++\n:counting\n")
        #expect(screen.text().contains("the number is 2") && screen.ui.pages.depth == 2)
        screen.type(":release\n")
        #expect(screen.page == "release" && screen.ui.pages.depth == 1)
        screen.type("?:counting\n")
        #expect(screen.ui.pages.depth == 2, "help only lay over the page")
    }

    @Test(arguments: ["", ":counting\n", ":counting\n\n", "?", ":counting\n?"])
    func everyPageHalts(_ way: String) {
        var screen = screen()
        screen.type(way)
        screen.type("h")
        #expect(screen.orders == [.halt])
        #expect(screen.ui.notice?.text == "halt requested")
    }

    /// Whatever a page, or a person who maps keys, would rather do with it.
    @Test func nothingTakesTheKeyThatHalts() {
        let greedy = KeyMap([
            "more": [.character("h")], "confirm": [.character("h")], "prompt-go": [.enter, .character("h")],
        ])
        for way in [":counting\n", "r", ":h"] {
            var screen = OpenScreen(.atFive, registrar: Pages.all + [CountingPage.row], keys: greedy)
            screen.type(way)
            screen.type("h")
            #expect(screen.orders == [.halt], "\(way)")
        }
        for row in Pages.all + [CountingPage.row] {
            let table = row.make(ReleasePage()).keys(of: "halt")
            #expect(table == [.character("h")], "\(row.name)")
        }
    }

    @Test(arguments: ["", ":counting\n", "?", "r", ":counting\n?"])
    func whereNothingCanBeHaltedEveryPageSaysWhy(_ way: String) {
        var screen = screen(.halted)
        screen.type(way)
        screen.type("h")
        #expect(screen.requests == [])
        #expect(screen.ui.notice?.text == "the release is already halted")
    }

    @Test func helpOrdersNothingElse() {
        var screen = screen()
        screen.type("?rpaxc")
        screen.press(.down, .down, .up)
        #expect(screen.requests == [] && screen.ui.overlay == nil)
        #expect((screen.ui.pages.top as? HelpPage)?.scroll == 1)
        for key in [KeyPress.escape, .enter, .character("?"), .function(1), .character("q")] {
            var copy = screen
            copy.press(key)
            #expect(copy.page == "release" && copy.requests == [], "\(key)")
        }
        screen.press(.control("c"))
        #expect(screen.ui.dialog?.subject == .leave)
    }

    /// The release page may lie below when somebody carries out what it asks about.
    @Test func aDialogOverAnotherPageFollowsTheRun() {
        var screen = screen(.atTwentyFive)
        screen.type(":counting\nq")
        #expect(screen.ui.dialog?.subject == .leave)
        screen.press(.escape)
        #expect(screen.ui.overlay == nil && screen.page == "counting" && screen.requests == [])
    }

    @Test func everySizeOfEveryPageIsSafe() {
        for way in [":counting\n", ":counting\n?", ":counting\n:co", ":counting\nq"] {
            var screen = screen()
            screen.type(way)
            for columns in [0, 1, 2, 20, 59, 60, 100] {
                for rows in [0, 1, 2, 3, 16, 40] { _ = screen.text(columns, rows) }
            }
        }
    }
}

extension Page {
    fileprivate func keys(of name: ActionName) -> [KeyPress] { table(.builtIn).keys(of: name) }
}
