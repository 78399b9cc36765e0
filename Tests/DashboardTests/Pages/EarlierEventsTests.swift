import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// The events panel asks for what happened before the screen was opened, when somebody scrolls there.
struct EarlierEventsTests {
    /// The screen of an executor that took the run up: it has the state, and only the events from then on.
    private func takenUp(knowing count: Int) -> (screen: OpenScreen, before: [EventRecord]) {
        let story = Scene.succeeded.story
        let records = story.records
        let split = records.indices.filter { story.model.news(of: records[$0]) != nil }.suffix(count).first ?? 0
        var screen = OpenScreen(.succeeded)
        screen.model = DashboardModel(
            run: story.model.run, ledger: story.model.ledger, through: records[split - 1].sequence)
        for record in records[split...] { screen.model.take(record) }
        return (screen, Array(records[..<split]))
    }

    private func asked(_ screen: OpenScreen) -> (run: RunNumber, before: Int64, limit: Int, page: PageID)? {
        guard case .ask(.records(let run, let before, let limit), let page)? = screen.requests.last else { return nil }
        return (run, before, limit, page)
    }

    /// As the journal answers.
    private func answer(_ screen: inout OpenScreen, from records: [EventRecord]) throws {
        let question = try #require(asked(screen))
        let earlier = records.filter { $0.sequence < question.before }.suffix(question.limit)
        screen.requests = []
        if let request = screen.ui.take(.records(Array(earlier)), for: question.page, screen.model) {
            screen.requests = [request]
        }
    }

    @Test func scrollingBackShowsWhatHappenedBefore() throws {
        var (screen, before) = takenUp(knowing: 2)
        screen.press(.up)
        #expect(screen.requests == [], "the second is known")
        screen.press(.up)
        let question = try #require(asked(screen))
        #expect(question.run == screen.model.run.number)
        #expect(question.before == screen.model.news.first?.sequence)
        try answer(&screen, from: before)
        while !screen.requests.isEmpty { try answer(&screen, from: before) }
        let last = try #require(before.last { screen.model.news(of: $0) != nil }?.sequence)
        #expect(screen.text().contains("2 newer · End follows"))
        #expect((screen.ui.pages.top as? ReleasePage)?.events.anchor == last)
        screen.press(.end)
        #expect(!screen.text().contains("newer · "))
    }

    @Test func homeGoesToTheBeginningOfTheRun() throws {
        var (screen, before) = takenUp(knowing: 2)
        for _ in 0..<20 {
            screen.press(.home)
            while asked(screen) != nil { try answer(&screen, from: before) }
        }
        let first = try #require(before.first { screen.model.news(of: $0) != nil }?.sequence)
        #expect((screen.ui.pages.top as? ReleasePage)?.events.anchor == first)
        #expect(screen.requests == [], "there is nothing before it")
    }

    @Test func itAsksOnceAtATime() {
        var (screen, _) = takenUp(knowing: 1)
        screen.press(.up, .up, .pageUp, .home)
        #expect(screen.requests.count == 1)
    }

    @Test func newsGoOnBelowWhatWasFetched() throws {
        let story = Scene.succeeded.story
        var (screen, before) = takenUp(knowing: 1)
        screen.press(.up)
        try answer(&screen, from: before)
        let sequence = try #require(story.records.last?.sequence) + 1
        screen.model.take(
            EventRecord(
                sequence: sequence, time: story.now, run: story.model.run.number,
                event: .stage("production", .finished(result: .succeeded))))
        screen.ui.follow(screen.model)
        #expect(screen.text().contains("2 newer · End follows"))
    }

    @Test func whoIsBackAtTheNewsIsLeftThere() throws {
        var (screen, before) = takenUp(knowing: 2)
        screen.press(.home, .end)
        try answer(&screen, from: before)
        #expect(!screen.text().contains("newer · "))
    }

    @Test func whatCanNotBeReadIsSaid() throws {
        var (screen, _) = takenUp(knowing: 1)
        screen.press(.up)
        let question = try #require(asked(screen))
        _ = screen.ui.take(.failed("disk on fire"), for: question.page, screen.model)
        #expect(screen.ui.notice?.text == "earlier events can't be read: disk on fire")
        screen.press(.up)
        #expect(screen.requests.count == 2, "it may be tried again")
    }

    @Test func anAnswerToAPageThatWasClosedIsDropped() {
        var screen = OpenScreen(.succeeded, registrar: Pages.all + [CountingPage.row])
        screen.type(":counting\n")
        let id = screen.ui.pages.topID
        screen.press(.escape)
        #expect(screen.ui.take(.failed("too late"), for: id, screen.model) == nil)
        #expect(screen.ui.notice == nil)
    }
}
