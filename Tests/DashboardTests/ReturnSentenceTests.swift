import Delivery
import Testing
import Values
import Wording

@testable import Dashboard

/// What people read when a release was taken back.
@Suite struct ReturnSentenceTests {
    private func withdrawn(answering: Int? = nil, asked: Bool? = nil) -> EventSentence? {
        EventSentence(
            .release(
                "production", .withdrawn(took: .milliseconds(7), confirmed: true, answering: answering, asked: asked)))
    }

    @Test func nobodyIsSaidToBeServedWhomNobodyAsked() {
        #expect(withdrawn()?.text == "all traffic is back on stable, 7ms after the decision")
        #expect(withdrawn()?.tone == .good)
        #expect(
            withdrawn(asked: false)?.text
                == "all traffic goes to stable again, 7ms after the decision; nobody knows yet whether it answers")
        #expect(withdrawn(asked: false)?.tone == .warning)
        #expect(withdrawn(answering: 0)?.tone == .bad)
    }

    @Test func whatNobodyCouldCountIsNotCalledDrained() {
        let known = EventSentence(.release("production", .drained(slot: .green, cut: 0)))
        let unknown = EventSentence(.release("production", .drained(slot: .green, cut: nil)))
        #expect(known?.text == "green drained")
        #expect(unknown?.text == "nobody could ask what is open on green: requests may be cut off")
        #expect(unknown?.tone == .warning)
    }
}
