import Delivery
import Testing

/// Freezes and disabled transitions: they hold for all runs, until they are taken back.
@Suite struct StandingOrderTests {
    private func releasing(_ gate: ApprovalRule? = nil) throws -> SeveralRuns {
        var runs = SeveralRuns(.superseded, gate: gate)
        try runs.start(1)
        return runs
    }

    @Test func noReleaseBeginsInAFrozenEnvironment() throws {
        var runs = try releasing()
        try runs.order(.freeze("production"), reason: "holidays")
        try runs.build(1)
        #expect(runs.phase(1) == .waiting)
        #expect(
            runs.cause(1) == .environmentFrozen("production", by: SeveralRuns.ana, reason: "holidays"))
        #expect(runs.runs[1]?.effects.isEmpty == true)
        try runs.order(.unfreeze("production"))
        #expect(runs.runs[1]?.activeRelease != nil)
    }

    /// A freeze that comes while the gate's question stands is seen when it is answered.
    @Test func anApprovalDoesNotOpenAFreeze() throws {
        var runs = try releasing(ApprovalRule())
        try runs.build(1)
        try runs.order(.freeze("production"))
        try runs.order(.approve, run: 1)
        #expect(runs.runs[1]?.activeRelease == nil)
        #expect(runs.phase(1) == .waiting)
    }

    @Test func aReleaseUnderWayGoesOn() throws {
        var runs = try releasing()
        try runs.build(1)
        try runs.order(.freeze("production"))
        try runs.release(1)
        #expect(runs.result(1) == .succeeded)
    }

    @Test func noRunEntersAStageWhoseTransitionIsDisabled() throws {
        var runs = try releasing(ApprovalRule())
        try runs.order(.disableTransition("production"))
        try runs.build(1)
        #expect(runs.phase(1) == .waiting)
        #expect(runs.runs[1]?.waitingStage == nil)
        try runs.order(.enableTransition("production"))
        #expect(runs.runs[1]?.waitingStage?.name == "production")
    }

    @Test func aRunThatWaitsCanBeCancelled() throws {
        var runs = try releasing()
        try runs.order(.freeze("production"))
        try runs.build(1)
        try runs.order(.cancel, run: 1)
        #expect(runs.result(1) == .cancelled)
    }

    @Test(arguments: [
        (StandingOrder.freeze("prodution"), "because", "there is no environment \"prodution\"; there are production"),
        (.unfreeze("production"), "because", "production is not frozen"),
        (.disableTransition("nowhere"), "because", "there is no stage \"nowhere\"; there are build, production"),
        (.enableTransition("build"), "because", "the transition to build is not disabled"),
        (.freeze("production"), "", "say why: everybody who waits will see it (--reason)"),
    ])
    func whatChangesNothingIsRefused(order: StandingOrder, reason: String, refusal: String) throws {
        var runs = try releasing()
        #expect(throws: Refusal(refusal)) { try runs.order(order, reason: reason) }
    }

    @Test func anOrderWithAnIDIsCarriedOutOnce() throws {
        var ledger = try releasing().ledger
        let order = StandingOrder.freeze("production")
        let events = try ledger.decide(order, by: SeveralRuns.ana, reason: "holidays", id: "7")
        #expect(events.first == .commandTaken(id: "7", events: 1))
        for event in events { ledger.apply(event, run: nil, at: Bench.start) }
        #expect(try ledger.decide(order, by: SeveralRuns.ana, reason: "holidays", id: "7") == [])
        #expect(throws: Refusal.self) { try ledger.decide(order, by: SeveralRuns.ana, reason: "holidays", id: "8") }
    }
}
