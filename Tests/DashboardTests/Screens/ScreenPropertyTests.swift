import Dashboard
import DashboardStories
import Delivery
import Testing

/// What holds for every screen, whatever its size and whatever comes from outside.
struct ScreenPropertyTests {
    @Test(arguments: Scene.allCases)
    func everySizeIsSafe(_ scene: Scene) {
        for columns in [0, 1, 2, 3, 20, 59, 60, 75, 76, 100, 161] {
            for rows in [0, 1, 2, 3, 9, 16, 21, 22, 33, 50] {
                for key in [KeyPress.escape, .character("r"), .character("?")] {
                    let frame = scene.frame(columns, rows, keys: [key])
                    #expect(frame.size == Size(columns: columns, rows: rows))
                }
            }
        }
    }

    @Test(arguments: [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func essentialsAreVisible(_ size: Size) {
        let text = Scene.halted.frame(size.columns, size.rows).text
        for essential in ["25%", "75%", "halted by ana", "together", "r roll back", "q quit", "? help", "12:05:16"] {
            #expect(text.contains(essential), "\(essential) is missing at \(size)")
        }
    }

    @Test func anOutcomeIsCompleteAtEightyColumns() {
        let text = Scene.rolledBack.frame(80, 24).text
        for fact in ["saw", "allowed", "evidence", "first", "POST /cart/gift-card → 500", "users", "38ms", "1.41.0 ("] {
            #expect(text.contains(fact), "\(fact) is missing")
        }
    }

    @Test func safeTimeIsShown() {
        #expect(Scene.rolledBack.frame(120, 40).text.contains("all traffic back on stable 38ms after the decision"))
    }

    @Test(arguments: [
        "\u{1B}[2Jhi", "a\u{7}\u{8}\u{0}b", "x\r\ny", "\u{202E}gnp\u{2066}", "\u{9B}31m",
        "\u{1F469}\u{200D}\u{1F467} \u{5BB6} e\u{301}",
    ])
    func outsideTextsCannotSteerTheTerminal(_ text: String) {
        var story = ReleaseStory(ledger: ReleaseStory.ledgerWithStable)
        story.hostile(text)
        for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
            let frame = DashboardView.render(story.model, story.ui(), size: size)
            let bad = frame.text.unicodeScalars.filter { scalar in
                scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
            }
            #expect(bad.isEmpty)
            #expect(frame.lines.count == size.rows)
        }
    }

    @Test func meaningIsNeverColourAlone() {
        for scene in Scene.allCases {
            let text = scene.frame(120, 40).text
            let word = [
                "live", "needs approval", "halted", "rolling back", "rolled back", "failed", "succeeded", "frozen",
                "queued", "stable down",
            ]
            #expect(word.contains { text.prefix(120).contains($0) }, "\(scene)")
        }
    }

    /// Never a green word while users get nothing.
    @Test(arguments: [Scene.stableDead, .nothingRuns, .waitingWithoutService])
    func nothingIsFineWhileNobodyIsServed(_ scene: Scene) {
        for size in ScreenGoldenTests.sizes {
            let text = scene.frame(size.columns, size.rows).text
            #expect(text.contains("stable down"))
            #expect(text.contains(": DOWN since 12:"))
            for word in [" fine", "live", "4/4 ready", "kept whole"] {
                #expect(!text.contains(word), "\(word) at \(size)")
            }
        }
    }

    /// Slot and number alone would call two instances the same.
    @Test(arguments: ScreenGoldenTests.sizes) func instancesOnSeveralHostsHaveTheirHostsNames(_ size: Size) {
        let story = ReleaseStory.onTwoHosts()
        #expect(story.release?.plan.instances.count == 4)
        let text = DashboardView.render(story.model, story.ui(), size: size).text
        for host in ["web-1", "web-2"] { #expect(text.contains("\(host)/"), "\(host) at \(size):\n\(text)") }
    }

    @Test func aCountNeverTouchesTheWordBeforeIt() {
        for columns in 76...161 {
            let text = Scene.atTwentyFive.frame(columns, 30).text
            #expect(!text.contains(/(stable|canary)\d/), "at \(columns) columns")
        }
    }

    /// All rules together decide; one that is beyond the limit by itself would look like a rollback that failed to come.
    @Test func noRuleIsCalledUnhealthyBeforeTheRelease() {
        var story = ReleaseStory.atFivePercent()
        var seen = 0
        while story.release?.verdict == nil {
            story.traffic(seconds: 1, candidateErrors: 0.02)
            guard let release = story.release, release.verdict == nil else { break }
            let strongest = release.health.rules.compactMap(\.evidence).max() ?? 0
            guard strongest >= 1 / Health.falseAlarmRate else { continue }
            seen += 1
            let lines = DashboardView.render(story.model, story.ui(), size: Size(columns: 120, rows: 40)).lines
            let rules = lines.filter { $0.contains(" : 1") }
            #expect(!rules.isEmpty && !rules.contains { $0.contains("unhealthy") }, "\(rules)")
        }
        #expect(seen > 0)
    }

    @Test func missingLogLinesAreAdmitted() {
        #expect(Scene.succeeded.frame(120, 40).text.contains("12 requests unseen"))
    }
}
