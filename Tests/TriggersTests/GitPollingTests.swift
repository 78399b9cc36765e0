import SlipwayTesting
import Testing
import Triggers
import Values

@Suite struct GitPollingTests {
    private let clock = ManualClock()
    private let one: ObjectID
    private let two: ObjectID
    private static let trouble = GitRemoteError.refused(remote: "shop", words: "no route to host")

    init() throws {
        one = try #require(ObjectID(String(repeating: "1", count: 40)))
        two = try #require(ObjectID(String(repeating: "2", count: 40)))
    }

    private func polling(
        _ remote: ScriptedRemote, every interval: Duration? = .seconds(30), known: ObjectID? = nil, chance: Double = 0.5
    ) -> GitPolling<ManualClock> {
        GitPolling(every: interval, known: known, clock: clock, chance: { chance }) { () throws(GitRemoteError) in
            try remote.ask()
        }
    }

    @Test func asksAtOnceAndTellsWhatIsNotKnown() async throws {
        var news = polling(ScriptedRemote(.success(one))).makeAsyncIterator()
        #expect(await news.next() == .head(one))
    }

    @Test func tellsOnlyWhatIsNew() async throws {
        let remote = ScriptedRemote(.success(one))
        let polling = polling(remote, known: one)
        let told = Task {
            var news = polling.makeAsyncIterator()
            return await news.next()
        }
        var sleeps = clock.sleeps.makeAsyncIterator()
        for _ in 1...3 {
            #expect(await sleeps.next() == .seconds(30))
            clock.wakeAll()
        }
        #expect(await sleeps.next() == .seconds(30))
        #expect(remote.asked == 4)
        remote.becomes(.success(two))
        clock.wakeAll()
        #expect(await told.value == .head(two))
    }

    @Test func aHintIsFollowedAtOnce() async throws {
        let remote = ScriptedRemote(.success(one))
        let polling = polling(remote, every: nil, known: one)
        let told = Task {
            var news = polling.makeAsyncIterator()
            return await news.next()
        }
        remote.becomes(.success(two))
        polling.wake()
        #expect(await told.value == .head(two))
        #expect(remote.asked == 1)
    }

    @Test func hintsBeforeItBeginsAreOne() async throws {
        let remote = ScriptedRemote(.success(one))
        let polling = polling(remote, every: nil)
        for _ in 1...5 { polling.wake() }
        var news = polling.makeAsyncIterator()
        #expect(await news.next() == .head(one))
        let next = Task { await news.next() }
        next.cancel()
        #expect(await next.value == nil)
        #expect(remote.asked == 1)
    }

    @Test func aRunByHandNeedsNoTelling() async throws {
        let remote = ScriptedRemote(.success(one))
        let polling = polling(remote, every: nil)
        polling.tell(known: one)
        polling.wake()
        let told = Task {
            var news = polling.makeAsyncIterator()
            return await news.next()
        }
        while remote.asked < 1 { await Task.yield() }
        remote.becomes(.success(two))
        polling.wake()
        #expect(await told.value == .head(two))
    }

    @Test func troubleIsToldOnceAndAskedAboutMoreRarely() async throws {
        let remote = ScriptedRemote(.failure(Self.trouble))
        let polling = polling(remote, known: one)
        let (told, tell) = AsyncStream<GitPolling<ManualClock>.News>.makeStream()
        let following = Task { for await news in polling { tell.yield(news) } }
        var news = told.makeAsyncIterator()
        var sleeps = clock.sleeps.makeAsyncIterator()
        #expect(await news.next() == .trouble(Self.trouble))
        for seconds in [60, 120, 240, 480, 600, 600] {
            #expect(await sleeps.next() == .seconds(seconds))
            if seconds == 240 { remote.becomes(.failure(.noGit)) }
            clock.wakeAll()
        }
        #expect(await news.next() == .trouble(.noGit))
        #expect(await sleeps.next() == .seconds(600))
        remote.becomes(.success(two))
        clock.wakeAll()
        #expect(await news.next() == .recovered)
        #expect(await news.next() == .head(two))
        #expect(await sleeps.next() == .seconds(30))
        following.cancel()
        await following.value
        #expect(remote.asked == 8)
    }

    @Test func aHintThatFailedIsNotForgotten() async throws {
        let remote = ScriptedRemote(.failure(Self.trouble))
        let polling = polling(remote, every: nil, known: one)
        polling.wake()
        var news = polling.makeAsyncIterator()
        #expect(await news.next() == .trouble(Self.trouble))
        remote.becomes(.success(two))
        let told = Task { await news.next() }
        var sleeps = clock.sleeps.makeAsyncIterator()
        #expect(await sleeps.next() == .seconds(10))
        clock.wakeAll()
        #expect(await told.value == .recovered)
    }

    @Test(arguments: [0: 27_000, 0.999: 32_994] as [Double: Int64])
    func attemptsAreSpread(chance: Double, milliseconds: Int64) async throws {
        let polling = polling(ScriptedRemote(.success(one)), known: one, chance: chance)
        let following = Task { for await _ in polling {} }
        var sleeps = clock.sleeps.makeAsyncIterator()
        let asked = try #require(await sleeps.next())
        #expect(abs(asked / .milliseconds(1) - Double(milliseconds)) < 0.001)
        following.cancel()
        await following.value
    }

    @Test func cancellingEndsIt() async throws {
        let remote = ScriptedRemote(.failure(.cancelled))
        var news = polling(remote).makeAsyncIterator()
        #expect(await news.next() == nil)
    }
}
