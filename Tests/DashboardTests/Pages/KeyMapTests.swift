import DashboardStories
import Delivery
import Testing

@testable import Dashboard

/// A person's own keys: handler, footer, help, dialogs and every other text that names a key follow.
struct KeyMapTests {
    private static let keys = KeyMap([
        "halt": [.character("s"), .function(9)], "detach": [.character("b")], "confirm": [.character("j")],
        "cancel": [.character("m")], "end-run": [.character("k")], "approve": [.character("g")],
        "next-release": [.character("w")], "last": [.character("G")], "go-to": [.function(2)],
        "prompt-go": [.tab], "quit": [.character("Q")], "back": [.backspace],
    ])

    private func screen(_ scene: Scene, _ text: String = "") -> OpenScreen {
        var screen = OpenScreen(scene, keys: Self.keys)
        screen.type(text)
        return screen
    }

    @Test func theHandlerFollows() {
        #expect(screen(.atFive, "s").orders == [.halt])
        #expect(screen(.atFive, "h").requests == [])
        #expect(screen(.atFive, "rj").orders == [.rollBack])
        #expect(screen(.atFive, "ry").ui.dialog != nil)
        #expect(screen(.atFive, "rm").ui.dialog == nil)
        #expect(screen(.atFive, "rs").orders == [.halt])
        #expect(screen(.atFive, "Qb").requests == [.leave])
        #expect(screen(.atFive, "?s").orders == [.halt])
    }

    @Test func footerAndHelpFollow() {
        #expect(screen(.atFive).lastLine().contains("g approve   s halt   r roll back"))
        #expect(screen(.atFive).lastLine().contains("F2 go to   o overview   Q quit"))
        let help = screen(.atFive, "?").text(120, 60)
        #expect(help.contains("s F9 ") && help.contains("F2 release") && help.contains("Backspace close"))
        #expect(!help.contains("    h "))
    }

    @Test func dialogsFollow() {
        let leave = screen(.atFive, "Q").text()
        for label in ["b detach", "s halt", "Stay (m)", "Cancel the run (k)"] { #expect(leave.contains(label)) }
        let refused = screen(.stableDead, "rj").text()
        #expect(refused.contains("a second j"))
        #expect(screen(.atFive, "r").text().contains("Roll back (j)"))
    }

    @Test func otherTextsFollow() {
        #expect(screen(.waiting).text().contains("g approve   x reject"))
        #expect(screen(.atFive).text(50, 12).contains("s halt  Q quit"))
        var scrolled = screen(.succeeded)
        scrolled.press(.up)
        #expect(scrolled.text().contains("1 newer · G follows"))
    }

    @Test func thePromptFollows() {
        var screen = screen(.atFive)
        screen.press(.function(2))
        #expect(screen.lastLine().contains("Tab go") && screen.lastLine().contains("ss halt"))
        screen.type("ss")
        #expect(screen.orders == [.halt])
        screen.press(.function(2), .function(9))
        #expect(screen.orders == [.halt, .halt], "a key that is no text halts at once")
    }

    @Test func anActionKeepsAKey() {
        let binding = KeyBinding<Void, Int>("halt", [.character("h")], label: "halt", action: 1)
        #expect(KeyTable([binding], KeyMap(["halt": []])).bindings[0].keys == [.character("h")])
    }
}
