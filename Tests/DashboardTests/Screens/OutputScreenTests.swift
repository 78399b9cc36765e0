import DashboardStories
import Delivery
import Testing

@testable import Dashboard

/// What a running command prints, on the release page and on its own.
struct OutputScreenTests {
    private static let compiling = MemoryOutput(
        (1...40).map { "\u{1B}[32m[\($0)/60]\u{1B}[0m cc -O2 -Wall -c cart_\($0).c -o cart_\($0).o\n" }.joined()
            + "cart_40.c:118:9: warning: unused variable ‘total’ [-Wunused-variable]\n"
            + "cart_41.c:7:1: error: expected ‘;’ before ‘}’ token\n" + "10%\r50%\r90% linked")

    private func screen(_ scene: Scene, _ size: Size, _ keys: [KeyPress]) async -> CellBuffer {
        var screen = OpenScreen(scene)
        screen.ui.size = size
        await screen.look(at: Self.compiling)
        for key in keys {
            screen.press(key)
            await screen.look(at: Self.compiling)
        }
        return DashboardView.render(screen.model, screen.ui, size: size)
    }

    @Test(arguments: ScreenGoldenTests.sizes) func aBuildShowsWhatItPrints(_ size: Size) async throws {
        let frame = await screen(.building, size, [])
        try expectScreen("building-output-\(size.columns)x\(size.rows)", frame, styles: size.columns == 80)
    }

    @Test(arguments: ScreenGoldenTests.sizes + [ScreenGoldenTests.smallest])
    func theLogFollows(_ size: Size) async throws {
        let frame = await screen(.building, size, [.character("l")])
        try expectScreen("log-\(size.columns)x\(size.rows)", frame, styles: size.columns == 80)
    }

    @Test func theFirstErrorIsMarked() async throws {
        try expectScreen(
            "log-error", await screen(.building, Size(columns: 80, rows: 24), [.character("l"), .character("e")]))
    }

    @Test func searchingIsTypedInTheLastLine() async throws {
        let keys: [KeyPress] = [.character("l"), .character("/"), .character("c"), .character("a")]
        try expectScreen("log-search", await screen(.building, Size(columns: 80, rows: 24), keys))
    }

    /// The release page has other things to show by then.
    @Test func nothingIsShownWhereNothingRuns() async {
        let size = Size(columns: 120, rows: 40)
        for scene in [Scene.waiting, .atFive, .succeeded] {
            #expect(await screen(scene, size, []).text == scene.frame(120, 40).text, "\(scene)")
        }
    }
}
