import Delivery
import Testing
import Values

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

    /// Two pipelines have a stage of that name; `blog` has one of its own.
    private static let shared: Ledger = {
        var ledger = Ledger()
        for (number, name) in ["shop", "blog"].enumerated() {
            var pipeline = Bench.pipeline()
            pipeline.name = name
            if name == "blog" { pipeline.stages.append(Stage(name: "archive", steps: [])) }
            let started = Event.run(
                .started(pipeline: pipeline, change: Change(title: name), by: Bench.ana, workspace: "/w"))
            ledger.apply(started, run: RunNumber(number + 1), at: Bench.start)
        }
        return ledger
    }()

    private func order(_ order: StandingOrder, in ledger: inout Ledger) throws -> [Event] {
        let events = try ledger.decide(order, by: Bench.ana, reason: "a test")
        for event in events { ledger.apply(event, run: nil, at: Bench.start) }
        return events
    }

    @Test func aTransitionIsThatOfOnePipeline() throws {
        var ledger = Self.shared
        let refusal = Refusal("production is a stage of blog, shop; say which one you mean with --pipeline")
        #expect(throws: refusal) { try order(.disableTransition("production"), in: &ledger) }
        #expect(throws: Refusal.self) { try order(.disableTransition("production", pipeline: "shoop"), in: &ledger) }
        #expect(throws: Refusal.self) { try order(.disableTransition("archive", pipeline: "shop"), in: &ledger) }
        #expect(try order(.disableTransition("archive"), in: &ledger).last?.ofPipeline == "blog")
        _ = try order(.disableTransition("production", pipeline: "shop"), in: &ledger)
        let ids = Set(ledger.disabledTransitions.keys)
        #expect(ids == [TransitionID("archive", of: "blog"), TransitionID("production", of: "shop")])
        #expect(throws: Refusal.self) { try order(.enableTransition("production", pipeline: "blog"), in: &ledger) }
        _ = try order(.disableTransition("production", pipeline: "blog"), in: &ledger)
        #expect(throws: Refusal.self) { try order(.enableTransition("production"), in: &ledger) }
        _ = try order(.enableTransition("production", pipeline: "shop"), in: &ledger)
        #expect(try order(.enableTransition("production"), in: &ledger).last?.ofPipeline == "blog")
    }

    /// As older records have it: no pipeline is named.
    @Test func aTransitionWithoutAPipelineIsThatOfAll() throws {
        var runs = try releasing()
        let old = Event.standing(.transitionDisabled(stage: "production", by: Bench.ana, reason: "once"))
        runs.ledger.apply(old, run: nil, at: Bench.start)
        try runs.build(1)
        #expect(runs.cause(1) == .transitionDisabled(by: Bench.ana, reason: "once"))
        #expect(throws: Refusal.self) { try runs.order(.enableTransition("production", pipeline: "shop")) }
        try runs.order(.enableTransition("production"))
        #expect(runs.runs[1]?.activeRelease != nil)
    }

    /// A server knows its pipelines before their first runs.
    @Test func whatIsConfiguredIsKnown() throws {
        let ledger = Ledger()
        let places = ConfiguredPlaces([Bench.pipeline()])
        let freeze = StandingOrder.freeze("production")
        #expect(throws: Refusal.self) { try ledger.decide(freeze, by: Bench.ana, reason: "a test") }
        let events = try ledger.decide(freeze, by: Bench.ana, reason: "a test", knowing: places)
        #expect(events == [.standing(.environmentFrozen(environment: "production", by: Bench.ana, reason: "a test"))])
        let disabled = try ledger.decide(.disableTransition("build"), by: Bench.ana, reason: "x", knowing: places)
        #expect(disabled.last?.ofPipeline == "shop")
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
        #expect(events.first == .orderTaken(id: "7", events: 1))
        for event in events { ledger.apply(event, run: nil, at: Bench.start) }
        #expect(try ledger.decide(order, by: SeveralRuns.ana, reason: "holidays", id: "7") == [])
        #expect(throws: Refusal.self) { try ledger.decide(order, by: SeveralRuns.ana, reason: "holidays", id: "8") }
    }
}

extension Event {
    /// The pipeline whose transition it is about.
    fileprivate var ofPipeline: String? {
        switch self {
        case .standing(.transitionDisabled(_, _, _, let pipeline)),
            .standing(.transitionEnabled(_, _, _, let pipeline)):
            pipeline
        default: nil
        }
    }
}
