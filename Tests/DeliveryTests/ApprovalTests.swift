import Delivery
import Testing

@Suite struct ApprovalTests {
    private let rule = ApprovalRule(approvers: ["ana", "group:release"], notAuthor: true, expires: .seconds(60))

    @Test func aGateHoldsTheReleaseBack() throws {
        var bench = try Bench.built(gate: rule)
        #expect(bench.state.phase == .waiting)
        #expect(bench.state.effects.isEmpty)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
        let events = try bench.order(.approve)
        #expect(events.first == .approved(stage: "production", by: Bench.ana, reason: nil))
        #expect(bench.phase == .preparing)
    }

    @Test(arguments: [
        (Actor(name: "ana"), true), (Actor(name: "ben", groups: ["release"]), true),
        (Actor(name: "eve", groups: ["staff"]), false), (Actor(name: "release"), false),
        (Actor(name: "zoe", groups: ["release"]), false),
    ])
    func whoMayApprove(actor: Actor, mayApprove: Bool) throws {
        var bench = try Bench.built(gate: rule)
        if mayApprove {
            try bench.order(.approve, by: actor)
            #expect(bench.state.phase == .running)
        } else {
            #expect(throws: Refusal.self) { try bench.order(.approve, by: actor) }
            #expect(bench.state.phase == .waiting)
        }
    }

    @Test func withoutNamesAnybodyMayApprove() throws {
        var bench = try Bench.built(gate: ApprovalRule())
        try bench.order(.approve, by: Bench.zoe)
        #expect(bench.phase == .preparing)
    }

    @Test func aRejectionEndsTheRun() throws {
        var bench = try Bench.built(gate: rule)
        try bench.order(.reject)
        #expect(bench.state.result == .rejected)
    }

    @Test func aQuestionExpires() throws {
        var bench = try Bench.built(gate: rule)
        #expect(try bench.take(.tick, after: .milliseconds(59_999)).isEmpty)
        let events = try bench.take(.tick, after: .milliseconds(1))
        #expect(events.first == .approvalExpired(stage: "production"))
        #expect(bench.state.result == .rejected)
    }

    /// The executor may have been away when the time was up.
    @Test func anAnswerThatIsTooLateIsRefused() throws {
        var bench = try Bench.built(gate: rule)
        #expect(throws: Refusal("the approval of production came too late; start a new run")) {
            try bench.order(.approve, after: .seconds(60))
        }
        try bench.take(.tick)
        #expect(bench.state.result == .rejected)
    }
}
