import Dashboard
import DashboardStories
import Delivery
import Testing
import Values

struct DashboardModelTests {
    @Test func foldsTheSameStateAsTheExecutor() {
        let records = Scene.succeeded.story.records
        var run = RunState(number: RunNumber(128))
        var model = DashboardModel(run: RunNumber(128), ledger: ReleaseStory.ledgerWithStable)
        for record in records {
            run.apply(record.event, at: record.time)
            model.take(record)
        }
        #expect(model.run == run)
        #expect(model.ledger.stable(in: ReleaseStory.production)?.artifact == ReleaseStory.candidateArtifact)
    }

    @Test func takesAnEventOnce() {
        let story = Scene.rolledBack.story
        var model = story.model
        for record in story.records { model.take(record) }
        #expect(model == story.model)
    }

    @Test func whatTheLedgerHasAlreadyIsNotTakenIntoItTwice() throws {
        let records = Scene.succeeded.story.records
        var ledger = ReleaseStory.ledgerWithStable
        for record in records { ledger.apply(record.event, run: record.run, at: record.time) }
        let last = try #require(records.last?.sequence)
        var model = DashboardModel(run: RunNumber(128), ledger: ledger, of: last)
        for record in records { model.take(record) }
        #expect(model.run == Scene.succeeded.story.model.run)
        #expect(model.ledger == ledger)
    }

    @Test func otherRunsChangeOnlyTheLedger() {
        var model = Scene.building.story.model
        let before = model.run
        let deployment = Deployment(
            artifact: ReleaseStory.candidateArtifact, slot: .green, run: RunNumber(129), instances: [])
        model.take(
            EventRecord(
                sequence: 1000, time: ReleaseStory.start, run: RunNumber(129),
                event: .release(ReleaseStory.production, .promoted(deployment: deployment))))
        #expect(model.run == before)
        #expect(model.ledger.stable(in: ReleaseStory.production) == deployment)
    }

    @Test func remembersTheLatestNewsOnly() {
        var model = Scene.building.story.model
        for index in 0..<2000 {
            model.take(
                EventRecord(
                    sequence: 1000 + Int64(index), time: ReleaseStory.start, run: RunNumber(128),
                    event: .stage("test", .started)))
        }
        #expect(model.news.count == DashboardModel.newsLimit)
        #expect(model.news.last?.sequence == 2999)
    }

    @Test func remembersTheLastOutputAndShift() {
        #expect(Scene.crashed.story.model.output()?.text.contains("no such table") == true)
        #expect(Scene.atFive.story.model.lastShift == .milliseconds(38))
    }

    @Test func theOutlookIsTheNextReleaseUntilItBegins() {
        #expect(Scene.waiting.story.model.outlook?.release == nil)
        #expect(Scene.waiting.story.model.outlook?.stable?.artifact == ReleaseStory.stableArtifact)
        #expect(Scene.starting.story.model.outlook?.release != nil)
        #expect(Scene.firstRelease.story.model.outlook?.stable == nil)
    }
}
