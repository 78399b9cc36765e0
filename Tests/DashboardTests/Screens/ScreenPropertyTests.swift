import Dashboard
import DashboardStories
import Delivery
import Testing
import Values

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
                "● ", "needs approval", "halted", "rolling back", "rolled back", "failed", "succeeded", "frozen",
                "queued", "stable down", "interrupted",
            ]
            #expect(word.contains { text.prefix(120).contains($0) }, "\(scene)")
        }
    }

    /// Never a green word while users get nothing.
    @Test(arguments: [Scene.stableDead, .nothingRuns, .waitingWithoutService, .approvedWithoutService])
    func nothingIsFineWhileNobodyIsServed(_ scene: Scene) {
        for size in ScreenGoldenTests.sizes {
            let text = scene.frame(size.columns, size.rows).text
            #expect(text.contains("stable down"))
            #expect(text.contains(": DOWN since 12:"))
            for word in [" fine", "● canary", "4/4 ready", "kept whole"] {
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

    /// Nobody compared what came after the promotion, however many of it failed.
    @Test func noRuleIsCalledFineForWhatNobodyCompared() throws {
        var story = ReleaseStory.promoted()
        story.traffic(seconds: 3, candidateErrors: 0.6)
        let id = try #require(story.release?.instances.first?.id)
        story.input(
            .release(ReleaseStory.production, .instance(id, .failed(.exited(status: "exit status 1", lastOutput: "")))))
        let lines = DashboardView.render(story.model, story.ui(), size: Size(columns: 120, rows: 40)).lines
        let unjudged = lines.filter { $0.contains("unjudged") }
        let text = lines.joined(separator: "\n")
        #expect(
            unjudged.count == 1 && unjudged.allSatisfy { $0.contains(" errors ") && !$0.contains("slo") }, "\(text)")
    }

    /// Nothing turns and no clock goes on where nobody carries anything out, and it is said what to type.
    @Test(arguments: [Scene.interrupted, .interruptedInTest], ScreenGoldenTests.sizes + [ScreenGoldenTests.smallest])
    func anInterruptedRunStandsStill(_ scene: Scene, _ size: Size) {
        let story = scene.story
        var later = story.ui()
        later.advance(to: story.now + .milliseconds(3_600_700))
        let frame = DashboardView.render(story.model, later, size: size)
        #expect(frame == scene.frame(size.columns, size.rows))
        for text in ["interrupted", "nobody carries it out: slipway run --continue", "as of 2026-03-04 12:0"] {
            #expect(frame.text.contains(text), "\(text) is missing")
        }
        for text in ["bake ", "● canary", "⠋", "fine by itself"] { #expect(!frame.text.contains(text), "\(text)") }
    }

    /// A share that nobody renews closes by itself: for as long as that may take, that is what is said.
    @Test func theShareOfAnInterruptedReleaseEndsWithItsLease() {
        let before = Scene.interruptedJustNow.frame(80, 24).text
        #expect(before.contains("the share of 1.42.0 ends within 12s, or has"))
        #expect(before.contains(" 25%"))
        let after = Scene.interrupted.frame(80, 24).text
        #expect(after.contains("users have 1.41.0, as the lease has ended"))
        #expect(after.contains("100%"))
    }

    @Test func nobodyIsOfferedAKeyThatNobodyWouldTake() {
        let story = Scene.interrupted.story
        for key in "haxrpc" {
            var ui = story.ui()
            #expect(ui.press(.character(key), story.model) == nil)
            #expect(ui.notice?.text == "nobody carries it out: slipway run --continue")
        }
    }

    /// A halt that outlived its executor keeps the share closed; no effect is said to be under way.
    @Test func aHaltedReleaseThatWasTakenUpStandsAtNothing() {
        let text = Scene.haltedTakenUp.frame(120, 40).text
        for words in ["halted by ana", "stays at 0%", "resume opens 25% again", "stands at 0%"] {
            #expect(text.contains(words), "\(words) is missing")
        }
        for words in ["attaching to the router", "the router learns"] { #expect(!text.contains(words), "\(words)") }
    }

    /// How the instances of a run that ended long ago are now, its record doesn't say.
    @Test(arguments: ScreenGoldenTests.sizes)
    func whatIsPastIsNotSaidToBeReady(_ size: Size) {
        let text = Scene.succeededLongAgo.frame(size.columns, size.rows).text
        #expect(text.contains("Hosts at its end"))
        #expect(text.contains("was ready"))
        #expect(!text.contains("4/4 ready") && !text.contains("2/4 ready"))
    }

    @Test func missingLogLinesAreAdmitted() {
        #expect(Scene.succeeded.frame(120, 40).text.contains("12 requests unseen"))
    }
}
