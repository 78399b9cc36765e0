import Delivery
import Testing
import Values

@Suite struct ApprovalTests {
    private let rule = ApprovalRule(approvers: ["ana", "group:release"], notAuthor: true, expires: .seconds(60))

    @Test func aGateHoldsTheReleaseBack() throws {
        var bench = try Bench.built(gate: rule)
        #expect(bench.state.phase == .waiting)
        #expect(bench.state.effects.isEmpty)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
        let events = try bench.order(.approve)
        #expect(
            events.first == .stage("production", .approved(by: Bench.ana, reason: nil, digest: Artifact.new.digest)))
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

    /// Whoever had a part in the change by any of its addresses, and whoever started the run, has written it.
    @Test func noAuthorApproves() throws {
        let anybody = ApprovalRule(notAuthor: true)
        let both = Authorship(
            authors: [.init(email: "ana@a", accounts: ["ana", "ana2"]), .init(email: "zoe@a", accounts: ["zoe"])],
            register: "people.yml")
        for name in ["ana", "ana2", "zoe", "kim"] {
            var bench = try Bench.built(gate: anybody, written: ["production": both])
            #expect(throws: Refusal.self) { try bench.order(.approve, by: Actor(name: name)) }
            try bench.order(.reject, by: Actor(name: name))
            #expect(bench.state.result == .rejected)
        }
        var bench = try Bench.built(gate: anybody, written: ["production": both])
        try bench.order(.approve, by: Actor(name: "eve"))
        #expect(bench.phase == .preparing)
    }

    /// The e-mail addresses in a commit are free text: one that nobody knows may be anybody's.
    @Test func whatCannotBeToldIsRefused() throws {
        let known = Authorship.Author(email: "zoe@a", accounts: ["zoe"])
        let unknown = Authorship.Author(email: "bob@x", accounts: [])
        let authorships: [Authorship] = [
            Authorship(authors: [known, unknown], register: "people.yml"),
            Authorship(authors: [], register: "people.yml"),
            Authorship(authors: [known], gap: "there are too many commits", register: "people.yml"),
        ]
        for authorship in authorships {
            var bench = try Bench.built(gate: ApprovalRule(notAuthor: true), written: ["production": authorship])
            #expect(throws: Refusal.self) { try bench.order(.approve, by: Actor(name: "eve")) }
        }
        let first = try Bench.built(gate: ApprovalRule(notAuthor: true), written: ["production": authorships[0]])
        let refusal = first.state.refusal(of: .approve, by: Actor(name: "eve"))?.description
        #expect(refusal?.contains("\"bob@x\"") == true && refusal?.contains("people.yml") == true)
        let others: [[EnvironmentName: Authorship]?] = [
            nil, [:], ["staging": Authorship(authors: [known], register: "people.yml")],
        ]
        for written in others {
            var bench = try Bench.built(gate: ApprovalRule(notAuthor: true), written: written)
            #expect(throws: Refusal.self) { try bench.order(.approve, by: Actor(name: "eve")) }
        }
    }

    /// An author who takes back what was approved must not approve the next run, which brings it again.
    @Test(arguments: [(1, true), (2, false)])
    func whatWentBackSinceIsNotApproved(run: Int, isAllowed: Bool) throws {
        let author = Authorship.Author(email: "zoe@a", accounts: ["zoe"])
        let written = Authorship(since: "b", sinceRun: RunNumber(run), authors: [author], register: "people.yml")
        var bench = try Bench.built(gate: ApprovalRule(notAuthor: true), written: ["production": written])
        let eve = Actor(name: "eve")
        if isAllowed {
            try bench.order(.approve, by: eve)
            #expect(bench.phase == .preparing)
        } else {
            let refusal = #expect(throws: Refusal.self) { try bench.order(.approve, by: eve) }
            #expect(refusal?.description.contains("production went back to an older version") == true)
        }
    }

    /// What is in service says from which commit it was built, so that the next change is known from there.
    @Test func whatIsInServiceKnowsItsCommit() throws {
        var bench = Bench(previous: nil)
        var change = Bench.change
        change.commit = "4f2c1a9"
        try bench.take(.start(pipeline: Bench.pipeline(), change: change, by: Bench.ana, workspace: "/srv"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        let events = try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        #expect(
            events.contains { if case .release(_, .started(let plan)) = $0 { plan.commit == "4f2c1a9" } else { false } }
        )
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
        #expect(events.first == .stage("production", .approvalExpired))
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
