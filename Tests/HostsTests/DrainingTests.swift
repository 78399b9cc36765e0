import Synchronization
import Testing
import Values

@testable import Hosts

/// Requests in flight are waited for, also where the router does not answer every question.
@Suite(.timeLimit(.minutes(1))) struct DrainingTests {
    private struct NoAnswer: Error {}

    /// Answers one after the other; `nil` is none.
    private final class Router: Sendable {
        private let answers: Mutex<[Int?]>
        private let beginnings = Mutex(0)
        let heard = Mutex<[Int]>([])
        private let failsFirst: Bool

        init(_ answers: [Int?], failsFirst: Bool = false) {
            self.answers = Mutex(answers)
            self.failsFirst = failsFirst
        }

        func begin() throws {
            let attempt = beginnings.withLock {
                $0 += 1
                return $0
            }
            if failsFirst, attempt == 1 { throw NoAnswer() }
        }

        func count() throws -> Int {
            let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? nil }
            guard let answer else { throw NoAnswer() }
            return answer
        }

        func drain(within limit: Duration) async throws -> Int {
            try await Draining(
                begin: { try self.begin() }, countOpen: { try self.count() }, pause: .milliseconds(1)
            ).end(within: limit) { open in self.heard.withLock { $0.append(open) } }
        }
    }

    @Test func anUnansweredQuestionEndsNothing() async throws {
        let router = Router([nil, 40, nil, nil, 3, 0])
        #expect(try await router.drain(within: .seconds(60)) == 0)
        #expect(router.heard.withLock { $0 } == [40])
    }

    @Test func whatCouldNotBeginIsBegunAgain() async throws {
        let router = Router([2, 0], failsFirst: true)
        #expect(try await router.drain(within: .seconds(60)) == 0)
    }

    @Test func theDeadlineSaysWhatItCutsOff() async throws {
        #expect(try await Router([5]).drain(within: .milliseconds(20)) == 5)
    }

    @Test func whoNeverAnswersIsNotTakenForDrained() async throws {
        await #expect(throws: NoAnswer.self) { try await Router([nil]).drain(within: .milliseconds(20)) }
    }
}
