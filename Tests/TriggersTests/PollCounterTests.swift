import Testing
import Triggers

@Suite struct PollCounterTests {
    @Test func attemptsAndFailuresAreCounted() async throws {
        let counter = PollCounter()
        let head = try #require(ObjectID(String(repeating: "4f2c1a9d", count: 5)))
        let answers: [Result<ObjectID, GitRemoteError>] = [
            .success(head), .failure(.noGit), .success(head), .failure(.cancelled),
        ]
        for answer in answers {
            let counted: Result<ObjectID, GitRemoteError>
            do throws(GitRemoteError) {
                counted = .success(try await counter.count { () throws(GitRemoteError) in try answer.get() })
            } catch {
                counted = .failure(error)
            }
            #expect(counted == answer)
        }
        #expect(counter.count == PollCount(asked: 3, failed: 1))
    }
}

@Suite struct HintLimiterTests {
    /// A message that is sent again and again asks the source once in a while, and the last one is not lost.
    @Test(.timeLimit(.minutes(1))) func manyHintsAreFew() async {
        let (passed, continuation) = AsyncStream<Void>.makeStream()
        let limiter = HintLimiter(interval: .milliseconds(200)) { continuation.yield() }
        let began = ContinuousClock.now
        for _ in 0..<1000 { limiter.take() }
        var count = 0
        for await _ in passed {
            count += 1
            if count == 2 { break }
        }
        #expect(ContinuousClock.now - began >= .milliseconds(200))
        limiter.take()
        for await _ in passed { break }
        #expect(ContinuousClock.now - began >= .milliseconds(400))
    }
}
