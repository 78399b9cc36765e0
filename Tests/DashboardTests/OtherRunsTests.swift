import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// The session goes from run to run: what this program carries out goes on meanwhile, and leaving keeps its meaning.
struct OtherRunsTests {
    private func loop(_ scene: Scene, ownsRun: Bool) -> DashboardLoop {
        var ui = scene.story.ui()
        ui.ownsRun = ownsRun
        return DashboardLoop(model: scene.story.model, ui: ui)
    }

    private func other(_ number: Int) -> DashboardModel { DashboardModel(run: RunNumber(number)) }

    @Test func anotherRunComesToTheScreenWithTheOverviewBelow() {
        var loop = loop(.atFive, ownsRun: true)
        let seat = RunSeat.first.next
        _ = loop.take(.opened(OpenRun(other(9)), as: seat))
        #expect(loop.model.run.number == RunNumber(9))
        _ = loop.take(.key(.escape))
        #expect(type(of: loop.ui.pages.top).name == "overview")
        // Leaving means the run that is carried out here.
        #expect(loop.take(.key(.character("q"))) == nil)
        #expect(loop.ending == nil)
        #expect(loop.model.run.number == Scene.atFive.story.model.run.number)
        #expect(loop.ui.dialog?.subject == .leave)
    }

    @Test func whatIsCarriedOutHereIsFollowedWhileAnotherIsShown() throws {
        var loop = loop(.atFive, ownsRun: true)
        _ = loop.take(.opened(OpenRun(other(9)), as: RunSeat.first.next))
        let story = Scene.atFive.story
        let next = EventRecord(
            sequence: try #require(story.records.last).sequence + 1, time: story.now, run: story.model.run.number,
            event: .run(.finished(result: .rolledBack, finding: nil)))
        _ = loop.take(.record(next, of: .first))
        #expect(loop.home.run.result == .rolledBack)
        _ = loop.take(.key(.character("q")))
        #expect(loop.ending == .finished)
    }

    @Test func ordersAreForTheRunOnTheScreen() {
        var loop = loop(.succeeded, ownsRun: false)
        _ = loop.take(.opened(OpenRun(Scene.atFive.story.model), as: RunSeat.first.next))
        guard case .order(let order)? = loop.take(.key(.character("h"))) else {
            return #expect(Bool(false), "no order")
        }
        #expect(order.seen.run == Scene.atFive.story.model.run.number)
    }

    @Test func aReleaseThatThisProgramCarriesOutIsItsOwn() {
        var loop = loop(.succeeded, ownsRun: false)
        let story = Scene.atFive.story
        _ = loop.take(.opened(OpenRun(story.model, isOwn: true), as: RunSeat.first.next))
        _ = loop.take(.key(.character("q")))
        #expect(loop.ending == nil)
        #expect(loop.ui.dialog?.subject == .leave)
        _ = loop.take(.key(.character("d")))
        #expect(loop.ending == .left)
    }

    /// Whoever looks at a run that failed has to see, and be able to halt, what a retry does.
    @Test func aRunThatIsOpenedAgainIsShownLive() throws {
        let story = Scene.failed.story
        var past = story.model
        past.past = story.now
        let seat = RunSeat.first.next
        var loop = loop(.succeeded, ownsRun: false)
        _ = loop.take(.opened(OpenRun(past), as: seat))
        let reopened = EventRecord(
            sequence: try #require(story.records.last).sequence + 1, time: story.now, run: past.run.number,
            event: .run(
                .reopened(
                    place: RunPlace(pipeline: "shop", queue: .superseded, ahead: ["build"]), by: ReleaseStory.ana,
                    reason: nil)))
        guard case .open(past.run.number)? = loop.take(.record(reopened, of: seat)) else {
            return #expect(Bool(false), "it stays as it was")
        }
    }

    /// Also where the screen was opened for it: its end is no longer what leaving tells of.
    @Test func theRunOfTheScreenGoesOnInItsPlace() throws {
        let past = Scene.failed.story.model
        var loop = loop(.failed, ownsRun: false)
        let (again, other) = (RunSeat.first.next, RunSeat.first.next.next)
        _ = loop.take(.opened(OpenRun(DashboardModel(run: past.run.number)), as: again))
        #expect(loop.home.run.result == nil)
        #expect(loop.seats == [again])
        _ = loop.take(.opened(OpenRun(self.other(9)), as: other))
        _ = loop.take(.opened(OpenRun(past), as: other.next))
        #expect(loop.model.run.number == RunNumber(9), "what is looked at stays on the screen")
        #expect(loop.home.run.result == .failed)
        #expect(loop.seats == [other.next, other])
    }

    @Test func whatCanNotBeOpenedIsSaid() {
        var loop = loop(.succeeded, ownsRun: false)
        _ = loop.take(.notOpened("run #9 can't be shown: it is gone"))
        #expect(loop.ui.notice?.text == "run #9 can't be shown: it is gone")
    }
}
