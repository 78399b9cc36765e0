import Dashboard
import DashboardStories
import Testing

/// Whole screens, as they were approved by eye.
struct ScreenGoldenTests {
    static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)]
    static let smallest = Size(columns: 60, rows: 16)

    @Test(arguments: Scene.allCases, sizes)
    func screen(_ scene: Scene, _ size: Size) throws {
        let frame = scene.frame(size.columns, size.rows)
        try expectScreen("\(scene.rawValue)-\(size.columns)x\(size.rows)", frame, styles: size.columns == 80)
    }

    @Test(arguments: [Scene.building, .waiting, .atTwentyFive, .halted, .rolledBack])
    func smallestScreen(_ scene: Scene) throws {
        try expectScreen("\(scene.rawValue)-smallest", scene.frame(60, 16))
        try expectScreen("\(scene.rawValue)-too-small", scene.frame(59, 15))
        try expectScreen("\(scene.rawValue)-1x1", scene.frame(1, 1))
    }

    @Test(arguments: [
        ("roll-back", Scene.atTwentyFive, KeyPress.character("r")), ("roll-back-promoted", .promoted, .character("r")),
        ("roll-back-first", .firstRelease, .character("r")), ("approve", .waiting, .character("a")),
        ("reject", .waiting, .character("x")), ("promote", .halted, .character("p")),
        ("leave", .atFive, .character("q")), ("help", .halted, .character("?")), ("prompt", .atFive, .character(":")),
        ("roll-back-stable-dead", .stableDead, .character("r")), ("promote-stable-dead", .stableDead, .character("p")),
        ("leave-stable-dead", .stableDead, .character("q")),
        ("approve-without-service", .waitingWithoutService, .character("a")),
        ("approve-without-gate", .withoutItsGate, .character("a")),
    ])
    func dialog(_ name: String, _ scene: Scene, _ key: KeyPress) throws {
        try expectScreen("dialog-\(name)", scene.frame(80, 24, keys: [key]))
    }

    @Test func rollingBackToNobodyIsRefusedOnce() throws {
        let frame = Scene.stableDead.frame(80, 24, keys: [.character("r"), .character("y")])
        try expectScreen("dialog-roll-back-refused", frame)
    }

    @Test func withoutUnicode() throws {
        let frame = Scene.atTwentyFive.frame(80, 24, symbols: .ascii)
        #expect(frame.text.unicodeScalars.filter { !$0.isASCII }.map(String.init) == [])
        try expectScreen("ascii", frame)
    }

    @Test func disabledKeySaysWhy() throws {
        try expectScreen("disabled-key", Scene.building.frame(80, 24, keys: [.character("r")]))
    }
}
