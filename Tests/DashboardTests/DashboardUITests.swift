import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// Key presses, as changes of the screen and requests.
struct DashboardUITests {
    private func pressed(_ keys: [KeyPress], _ scene: Scene, ownsRun: Bool = true) -> (DashboardUI, [DashboardRequest])
    {
        var ui = scene.story.ui()
        ui.ownsRun = ownsRun
        let requests = keys.compactMap { ui.press($0, scene.story.model) }
        return (ui, requests)
    }

    /// The order for what the scene shows.
    private func order(_ command: Order, in scene: Scene, anyway: Bool = false) -> [DashboardRequest] {
        [.order(DashboardOrder(command, anyway: anyway, seen: SeenChange(scene.story.model.run)))]
    }

    @Test func haltAsksNothing() {
        let (ui, requests) = pressed([.character("h")], .atFive)
        #expect(requests == order(.halt, in: .atFive))
        #expect(ui.overlay == nil)
    }

    @Test func resumeAsksNothing() {
        #expect(pressed([.character("c")], .halted).1 == order(.resume, in: .halted))
    }

    @Test(arguments: [
        (Character("r"), Scene.atFive, Order.rollBack), ("p", .atFive, .promote), ("a", .waiting, .approve),
        ("x", .waiting, .reject),
    ])
    func questionsNeedAYes(_ key: Character, _ scene: Scene, _ command: Order) {
        #expect(pressed([.character(key)], scene).1 == [])
        #expect(pressed([.character(key)], scene).0.overlay != nil)
        #expect(pressed([.character(key), .character("y")], scene).1 == order(command, in: scene))
        #expect(pressed([.character(key), .right, .enter], scene).1 == order(command, in: scene))
        #expect(pressed([.character(key), .tab, .enter], scene).1 == order(command, in: scene))
        for no in [KeyPress.escape, .character("n"), .enter, .character("q")] {
            let (ui, requests) = pressed([.character(key), no], scene)
            #expect(requests == [] && ui.overlay == nil)
        }
        for other in [KeyPress.character(key), .character("z"), .paste("y"), .resize(Size(columns: 9, rows: 9))] {
            let (ui, requests) = pressed([.character(key), other], scene)
            #expect(requests == [] && ui.overlay != nil)
        }
    }

    @Test func aRollbackToNobodyIsRefusedOnceAndCarriedOutByASecondYes() {
        let (ui, first) = pressed([.character("r"), .character("y")], .stableDead)
        #expect(first == [])
        #expect(ui.overlay != nil)
        #expect(ui.notice?.text.contains("no instance of stable 1.41.0 answers") == true)
        let twice = pressed([.character("r"), .character("y"), .character("y")], .stableDead).1
        #expect(twice == order(.rollBack, in: .stableDead, anyway: true))
        #expect(pressed([.character("r"), .character("y"), .enter], .stableDead).1 == [])
        let cancelled = pressed([.character("q"), .character("c"), .character("c")], .stableDead).1
        #expect(cancelled == order(.cancel, in: .stableDead, anyway: true))
    }

    @Test func whoInsistsIsAskedAgainWhenStableIsBack() throws {
        var ui = Scene.stableDead.story.ui()
        for key in [KeyPress.character("r"), .character("y")] { _ = ui.press(key, Scene.stableDead.story.model) }
        var story = Scene.stableDead.story
        let id = try #require(story.release?.leaving.first?.id)
        story.input(.release(ReleaseStory.production, .stableAnswered(id, .good)))
        ui.follow(story.model)
        #expect(ui.overlay == nil)
        #expect(ui.notice?.text.contains("answers again") == true)
    }

    /// A step that a person went past was not passed.
    @Test func stepsThatWerePassedOverAreNotCalledPassed() {
        var story = ReleaseStory.atTwentyFivePercent()
        story.input(.order(.promote, by: ReleaseStory.ana, reason: nil))
        #expect(track(of: story) == ["5% ✔", "25% –", "50% –", "100% ●"])
        story.input(.release(ReleaseStory.production, .routePromoted(.green)), after: .milliseconds(44))
        #expect(track(of: story) == ["5% ✔", "25% –", "50% –", "100% ✔"])
        story.input(.order(.rollBack, by: ReleaseStory.ana, reason: nil))
        #expect(track(of: story) == ["5% ✔", "25% –", "50% –", "100% ↩"])
    }

    private func track(of story: ReleaseStory) -> [String] {
        let screen = DashboardView.render(story.model, story.ui(), size: Size(columns: 120, rows: 40)).text
        let line = screen.split(separator: "\n").first { $0.contains("100% ") && $0.contains("25% ") } ?? ""
        return line.matches(of: #/\d+% [^ ─]/#).map { String($0.output) }
    }

    /// From a promotion on no lease protects, whatever the screen would like to promise.
    @Test func nobodyPromisesALeaseWhilePromoting() {
        var story = Scene.atTwentyFive.story
        #expect(leaveDialog(story).contains("if this program dies"))
        story.input(.order(.promote, by: ReleaseStory.ana, reason: nil))
        #expect(!leaveDialog(story).contains("if this program dies"))
    }

    private func leaveDialog(_ story: ReleaseStory) -> String {
        var ui = story.ui()
        _ = ui.press(.character("q"), story.model)
        return DashboardView.render(story.model, ui, size: Size(columns: 120, rows: 40)).text
    }

    @Test func nothingStandsBetweenAPersonAndHalting() {
        let (ui, requests) = pressed([.character("p"), .character("h")], .atFive)
        #expect(requests == order(.halt, in: .atFive))
        #expect(ui.overlay != nil)
    }

    @Test func aDialogFollowsTheState() {
        let before = Scene.atFive.frame(80, 24, keys: [.character("r")]).text
        #expect(before.contains("5% → 0%"))
        var ui = Scene.atFive.story.ui()
        _ = ui.press(.character("r"), Scene.atFive.story.model)
        let later = Scene.atTwentyFive.story.model
        ui.follow(later)
        let after = DashboardView.render(later, ui, size: Size(columns: 80, rows: 24)).text
        #expect(after.contains("25% → 0%"))
    }

    @Test func aDialogClosesWithItsReason() {
        var ui = Scene.atTwentyFive.story.ui()
        _ = ui.press(.character("r"), Scene.atTwentyFive.story.model)
        ui.follow(Scene.rollingBack.story.model)
        #expect(ui.overlay == nil)
        #expect(ui.notice?.text == "the release is already rolling back")
    }

    @Test func aYesToWhatHasGoneOrdersNothing() {
        var ui = Scene.atTwentyFive.story.ui()
        _ = ui.press(.character("r"), Scene.atTwentyFive.story.model)
        #expect(ui.press(.character("y"), Scene.rolledBack.story.model) == nil)
        #expect(ui.overlay == nil)
    }

    /// A yes is for what was shown when the question was opened.
    @Test(arguments: [Character("a"), "x"])
    func anotherArtifactClosesTheQuestion(_ key: Character) throws {
        var model = Scene.waiting.story.model
        var ui = Scene.waiting.story.ui()
        _ = ui.press(.character(key), model)
        #expect(ui.overlay != nil)
        let artifact = Artifact(
            digest: try #require(Digest(String(repeating: "e", count: 64))), version: "1.42.0",
            size: ByteCount(bytes: 9))
        let step = StepID(stage: "build", index: 1)
        model.take(
            EventRecord(
                sequence: (model.news.last?.sequence ?? 0) + 1, time: ui.now, run: model.run.number,
                event: .step(step, .artifactMade(artifact: artifact))))
        #expect(model.run.artifact == artifact)
        var slow = ui
        ui.follow(model)
        #expect(ui.overlay == nil)
        #expect(ui.notice?.text.contains("artifact eeeeeeeeeeee") == true)
        // Also when the key comes before the next frame.
        #expect(slow.press(.character("y"), model) == nil)
        #expect(slow.overlay == nil)
    }

    @Test func newEvidenceClosesThePromotion() {
        var story = ReleaseStory.atTwentyFivePercent()
        var ui = story.ui()
        _ = ui.press(.character("p"), story.model)
        for _ in 0..<60 where story.release?.health.isSuspect == false {
            story.traffic(seconds: 1, candidateErrors: 0.02)
        }
        ui.follow(story.model)
        #expect(ui.overlay == nil && ui.notice != nil)
    }

    @Test func leavingARunThatOneCarriesAsksFirst() {
        #expect(pressed([.character("q")], .atFive).1 == [])
        #expect(pressed([.character("q"), .character("y")], .atFive).1 == [])
        #expect(pressed([.control("c"), .character("c")], .atFive).1 == order(.cancel, in: .atFive))
        #expect(pressed([.character("q"), .escape], .atFive).0.overlay == nil)
        #expect(pressed([.character("q")], .atFive, ownsRun: false).1 == [.leave])
        #expect(pressed([.character("q")], .succeeded).1 == [.leave])
    }

    @Test func aDisabledKeySaysWhy() {
        let (ui, requests) = pressed([.character("c")], .atFive)
        #expect(requests == [])
        #expect(ui.notice?.text == "the release is not halted")
    }

    @Test func aNoticeGoesAway() {
        var (ui, _) = pressed([.character("c")], .atFive)
        ui.advance(to: ui.now + .seconds(5))
        #expect(ui.notice != nil)
        ui.advance(to: ui.now + .seconds(2))
        #expect(ui.notice == nil)
    }

    @Test func aRefusalIsShown() {
        var ui = Scene.atFive.story.ui()
        ui.learn(of: Refusal("somebody else was faster"), to: .halt)
        #expect(ui.notice?.text == "halt: somebody else was faster")
    }

    private func anchor(_ ui: DashboardUI) -> Int64? { (ui.pages.top as? ReleasePage)?.events.anchor }

    @Test func scrollingHoldsItsPlace() {
        let news = Scene.succeeded.story.model.news
        var (ui, _) = pressed([.up, .up, .up], .succeeded)
        #expect(anchor(ui) == news[news.count - 4].sequence)
        _ = ui.press(.home, Scene.succeeded.story.model)
        #expect(anchor(ui) == news.first?.sequence)
        _ = ui.press(.end, Scene.succeeded.story.model)
        #expect(anchor(ui) == nil)
        _ = ui.press(.down, Scene.succeeded.story.model)
        #expect(anchor(ui) == nil)
        #expect(Scene.succeeded.frame(80, 24, keys: [.up, .pageUp]).text.contains("9 newer · End follows"))
    }

    @Test func themesTakeTurns() {
        var ui = Scene.atFive.story.ui(themes: [.plain, .plain])
        _ = ui.press(.character("t"), Scene.atFive.story.model)
        #expect(ui.themeIndex == 1)
        _ = ui.press(.character("t"), Scene.atFive.story.model)
        #expect(ui.themeIndex == 0)
    }
}
