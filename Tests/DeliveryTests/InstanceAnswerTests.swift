import Delivery
import Testing
import Values

/// When an instance counts as one that doesn't answer.
@Suite struct InstanceAnswerTests {
    @Test func oneBadAnswerIsAHiccup() {
        #expect(InstanceAnswer.bad(detail: "503", lasting: .zero).failure == nil)
        #expect(InstanceAnswer.bad(detail: "503", lasting: .milliseconds(999)).failure == nil)
        #expect(InstanceAnswer.good.failure == nil)
    }

    @Test func twoThatAreASecondApartAreEnough() {
        let answer = InstanceAnswer.bad(detail: "503", lasting: .seconds(1))
        #expect(answer.failure == .notResponding(detail: "503"))
    }

    @Test func aProcessThatEndedNeedsNoSecondLook() {
        let answer = InstanceAnswer.ended(status: "signal 9", lastOutput: "bye")
        #expect(answer.failure == .exited(status: "signal 9", lastOutput: "bye"))
    }

    @Test func onlyBadAnswersInARowLast() {
        var streak = AnswerStreak()
        let start = ContinuousClock.now
        #expect(streak.take("503", at: start) == .bad(detail: "503", lasting: .zero))
        #expect(streak.take(nil, at: start + .seconds(1)) == .good)
        #expect(streak.take("503", at: start + .seconds(2)) == .bad(detail: "503", lasting: .zero))
        // A look at which nobody could ask is neither a good answer nor a bad one.
        let unasked = InstanceLook(unasked: "too many open files", port: 4000)
        #expect(streak.take(unasked, at: start + .milliseconds(2500)) == nil)
        #expect(streak.take("timed out", at: start + .seconds(3)) == .bad(detail: "timed out", lasting: .seconds(1)))
    }
}
