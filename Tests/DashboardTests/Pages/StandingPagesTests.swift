import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// The overview and the versions: what they show, what their keys ask for, and what is refused.
struct StandingPagesTests {
    /// A screen whose page has been told how things stand.
    private func screen(
        _ page: String, _ standing: Standing, _ scene: Scene = .succeeded, ownsRun: Bool = false
    ) -> OpenScreen {
        var screen = OpenScreen(scene)
        screen.ui.ownsRun = ownsRun
        screen.ui.advance(to: Standing.now)
        screen.type(":\(page)\n")
        told(standing.overview, &screen)
        return screen
    }

    private func told(_ overview: StateOverview, _ screen: inout OpenScreen) {
        if case .ask(.overview, let id)? = screen.ui.tick(screen.model) {
            _ = screen.ui.take(.overview(.known(overview)), for: id, screen.model)
        }
    }

    @Test(arguments: ["versions", "overview"], Standing.allCases)
    func golden(_ page: String, _ standing: Standing) throws {
        let screen = screen(page, standing)
        for size in ScreenGoldenTests.sizes + [ScreenGoldenTests.smallest] {
            let frame = DashboardView.render(screen.model, screen.ui, size: size)
            try expectScreen(
                "\(page)-\(standing.rawValue)-\(size.columns)x\(size.rows)", frame, styles: size.columns == 80)
        }
        for size in [Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 61, rows: 17)] {
            #expect(DashboardView.render(screen.model, screen.ui, size: size).size == size)
        }
    }

    @Test(arguments: [
        ("back", Standing.kept, [KeyPress.down]), ("release", .many, [.down, .down]), ("in-service", .many, []),
        ("gone", .many, [.end]), ("migration", .migrated, [.end]),
    ])
    func question(_ name: String, _ standing: Standing, _ keys: [KeyPress]) throws {
        var screen = screen("versions", standing)
        screen.press(keys + [.enter])
        let frame = DashboardView.render(screen.model, screen.ui, size: Size(columns: 80, rows: 24))
        try expectScreen("dialog-version-\(name)", frame)
    }

    @Test(arguments: ["versions", "overview"])
    func nothingIsSaidUntilItIsKnown(_ page: String) {
        var screen = OpenScreen(.succeeded)
        screen.ui.advance(to: Standing.now)
        screen.type(":\(page)\n")
        #expect(screen.text().contains("how things stand is being looked up"))
        screen.press(.enter)
        #expect(screen.requests == [])
        if case .ask(.overview, let id)? = screen.ui.tick(screen.model) {
            _ = screen.ui.take(.overview(.failed("the journal can't be read")), for: id, screen.model)
        }
        #expect(screen.text().contains("the journal can't be read"))
    }

    @Test func theVersionBeforeIsTheWayBackAndAnyOtherIsNamed() {
        var screen = screen("versions", .many)
        screen.press(.down, .enter, .enter)
        #expect(screen.requests == [], "the first button is no")
        screen.press(.enter, .character("y"))
        #expect(orders(screen).map(\.choice) == [.previous])
        #expect(orders(screen).first?.isAtOnce == true)
        screen.press(.down, .character("R"), .tab, .enter)
        let digest = Standing.many.overview.ledger.environments["production"]?.versions.dropLast(2).last?.artifact
            .digest
        #expect(orders(screen).last?.choice == digest.map { .named($0.hexadecimal) })
        #expect(orders(screen).last?.isAtOnce == false)
        let stable = Standing.many.overview.ledger.stable(in: "production")?.artifact.digest
        #expect(orders(screen).map(\.replaces) == [stable, stable], "a yes is for what was on the screen")
    }

    @Test func whatCanNotBeReleasedHasNoYes() {
        for (standing, keys, words) in [
            (Standing.many, [KeyPress.end], "is not kept here any more"),
            (.many, [], "in service in production already"),
            (.migrated, [.end], "--over-migration"),
        ] {
            var screen = screen("versions", standing)
            screen.press(keys + [.enter])
            #expect(screen.text().contains(words))
            screen.press(.character("y"), .tab, .enter)
            #expect(screen.requests == [])
        }
    }

    @Test func aProgramThatCarriesOutARunStartsNoOther() {
        var screen = screen("versions", .many, .atFive, ownsRun: true)
        screen.press(.down, .enter)
        #expect(screen.text().contains("this program carries out a run that has not ended"))
        screen.press(.character("y"))
        #expect(screen.requests == [])
    }

    @Test func theCursorStaysAtItsVersionWhenNewOnesCome() {
        var screen = screen("versions", .kept)
        screen.press(.down)
        var more = Standing.kept.overview
        more.ledger.apply(
            .release("production", .versionReady(artifact: ReleaseStory.candidateArtifact, commit: nil, ahead: 3)),
            run: RunNumber(140), at: Standing.now)
        screen.ui.advance(to: Standing.now + .seconds(2))
        told(more, &screen)
        #expect(screen.text().contains("ready, 3 commits ahead"))
        screen.press(.enter)
        #expect(screen.text().contains("Back to 1.101.0 in production?"))
    }

    @Test func tabTurnsToTheNextEnvironment() {
        var screen = screen("versions", .many)
        screen.press(.tab)
        #expect(screen.text().contains("Versions of staging"))
        screen.press(.backTab)
        #expect(screen.text().contains("Versions of production"))
    }

    @Test func afterTheEndTheKeyOfRollingBackIsTheWayBack() {
        var screen = OpenScreen(.succeeded)
        screen.ui.ownsRun = false
        screen.ui.advance(to: Standing.now)
        screen.press(.character("r"))
        guard case .ask(.overview, let id)? = screen.requests.last else {
            return #expect(Bool(false), "nobody was asked")
        }
        _ = screen.ui.take(.overview(.known(Standing.kept.overview)), for: id, screen.model)
        #expect(screen.text().contains("Back to 1.101.0 in production?"))
        #expect(screen.text().contains("2 instances of it stay ready"))
        screen.press(.character("y"))
        #expect(orders(screen).map(\.choice) == [.previous])
    }

    /// Whoever looks at a build that failed did not mean what is in service.
    @Test func aRunThatReleasedNothingTakesNothingBack() {
        var screen = OpenScreen(.failed)
        screen.ui.ownsRun = false
        screen.ui.advance(to: Standing.now)
        screen.press(.character("r"))
        #expect(screen.requests == [])
        #expect(screen.text().contains("this run has released nothing; v leads to the versions"))
    }

    @Test func enterOpensARunAndEscapeGoesBack() {
        var screen = screen("overview", .frozen, .succeeded)
        let overview = screen.ui.pages.top as? OverviewPage
        #expect(overview?.runs.map(\.number) == [RunNumber(128)])
        // It is the run on the screen: its page comes above.
        screen.press(.enter)
        #expect(screen.page == "release")
        screen.press(.escape)
        #expect(screen.page == "overview")
        var other = Standing.frozen.overview
        other.runs = [ReleaseStory(number: 200).model.run] + other.runs
        screen.ui.advance(to: Standing.now + .seconds(5))
        told(other, &screen)
        screen.press(.home, .enter)
        #expect(screen.requests.last == .open(RunNumber(200)))
    }

    @Test func keysLeadToBothPages() {
        var screen = OpenScreen(.atFive)
        screen.press(.character("o"))
        #expect(screen.page == "overview")
        screen.press(.character("v"))
        #expect(screen.page == "versions")
        screen.press(.character("o"))
        #expect(screen.page == "overview", "it is gone back to")
        screen.press(.escape, .character("v"))
        #expect(screen.page == "versions")
    }

    private func orders(_ screen: OpenScreen) -> [VersionOrder] {
        screen.requests.compactMap { if case .release(let order) = $0 { order } else { nil } }
    }
}
