import Delivery
import Testing
import Values

/// What is in service between releases: what is seen of it stands in the ledger.
@Suite struct ServiceWatchTests {
    private let production = Bench.production
    private let gone = InstanceAnswer.bad(detail: "refused", lasting: .seconds(1))
    private let noon = Timestamp(milliseconds: 43_200_000)

    private func ledger() -> Ledger { Bench().ledger }

    private func take(_ events: [Event], _ ledger: inout Ledger, run: RunNumber? = nil) {
        for event in events { ledger.apply(event, run: run, at: noon) }
    }

    @Test func anInstanceThatDoesNotAnswerIsDownSinceThen() {
        var ledger = ledger()
        let events = ledger.decide(gone, of: .old, in: production)
        #expect(
            events == [
                .service(production, .instanceDown(instance: .old, failure: .notResponding(detail: "refused")))
            ])
        take(events, &ledger)
        #expect(ledger.environments[production]?.answering == 0)
        #expect(ledger.environments[production]?.downSince == noon)
        #expect(ledger.decide(gone, of: .old, in: production).isEmpty, "it is told once")
        take(ledger.decide(.good, of: .old, in: production), &ledger)
        #expect(ledger.environments[production]?.answering == 1)
        #expect(ledger.environments[production]?.downSince == nil)
        #expect(ledger.decide(.good, of: .old, in: production).isEmpty)
    }

    @Test func oneBadAnswerIsAHiccup() {
        #expect(ledger().decide(.bad(detail: "503", lasting: .zero), of: .old, in: production).isEmpty)
    }

    @Test func whatIsNotInServiceIsNotLookedAt() {
        #expect(ledger().decide(gone, of: .first, in: production).isEmpty)
        #expect(ledger().decide(gone, of: .old, in: "staging").isEmpty)
    }

    /// The release watches it itself, and decides from what it sees.
    @Test func duringAReleaseNothingIsDecidedHere() throws {
        let bench = try Bench.baking()
        #expect(bench.ledger.decide(gone, of: .old, in: production).isEmpty)
        #expect(bench.ledger.decide(router: gone, in: production).isEmpty)
        #expect(bench.ledger.deploymentsAtRest.isEmpty)
        #expect(ledger().deploymentsAtRest.map(\.deployment) == [.old])
    }

    @Test func theRouterIsPartOfIt() {
        var ledger = ledger()
        take(ledger.decide(router: gone, in: production), &ledger)
        #expect(ledger.environments[production]?.routerTrouble?.detail == "refused")
        #expect(ledger.environments[production]?.routerTrouble?.since == noon)
        #expect(ledger.decide(router: gone, in: production).isEmpty)
        take(ledger.decide(router: .good, in: production), &ledger)
        #expect(ledger.environments[production]?.routerTrouble == nil)
    }

    @Test func aNewVersionHasNoneOfItsPredecessorsTroubles() throws {
        var bench = try Bench.baking()
        try bench.take(.release(production, .stableAnswered(.old, gone)))
        #expect(bench.ledger.environments[production]?.answering == 0)
        try bench.order(.promote)
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.ledger.environments[production]?.answering == 1)
    }

    /// One that failed on its way into service is still down when it is there.
    @Test func whatFailedDuringTheReleaseIsDownInService() throws {
        var bench = try Bench.shifting(.sample(instances: 2, automatic: false))
        try bench.take(.release(production, .shifted(to: .five)))
        try bench.take(.release(production, .instance(.second, .failed(.exited(status: "signal 9", lastOutput: "")))))
        try bench.order(.promote)
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.ledger.environments[production]?.answering == 1)
    }
}
