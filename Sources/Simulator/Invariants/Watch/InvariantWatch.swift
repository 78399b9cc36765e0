import Delivery

/// Holds a rollout to every invariant, and remembers what was broken first.
struct InvariantWatch {
    private(set) var violations: [Violation] = []
    private var runs: [RunWatch]
    private var shared: [any SharedInvariant]
    private var entries: [SharedMoment.Entry] = []
    private var orders: [AnsweredOrder] = []
    private var hasWorldChanged = false
    private var broken: Set<String> = []

    private static var aboutAny: [any SharedInvariant.Type] {
        [
            ServingSlotStaysUp.self, NothingIsLeftRunning.self,
            LedgerTellsTheTruth.self, OrdersAreTakenOnce.self,
            DecisionsAreOrdered.self,
        ]
    }

    /// What one run alone can't break.
    private static var aboutSeveral: [any SharedInvariant.Type] {
        [
            OneReleaseAtATime.self, OneRunInAStage.self, QueueKeepsItsOrder.self, OnlyWhatWaitsIsSuperseded.self,
            ShutGatesHold.self, NewerVersionsStay.self,
        ]
    }

    init(_ scenario: Scenario) {
        runs = scenario.runs.map { RunWatch(scenario, of: $0) }
        let kinds = scenario.hasSeveralRuns ? Self.aboutAny + Self.aboutSeveral : Self.aboutAny
        shared = kinds.map { $0.init(scenario) }
    }

    /// - Parameter order: what it was recorded for, where that is a person's order.
    mutating func record(_ events: [Event], of run: RunNumber?, for order: GivenOrder?) {
        for event in events where !event.isSample { entries.append(SharedMoment.Entry(run: run, event: event)) }
        change(run) { $0.record(events) }
        if let order { answer(order, isAccepted: true, events) }
    }

    mutating func refuse(_ order: GivenOrder) {
        answer(order, isAccepted: false, [])
    }

    private mutating func answer(_ order: GivenOrder, isAccepted: Bool, _ events: [Event]) {
        let answered = AnsweredOrder(
            demand: order.demand, environment: order.environment, id: order.id, isAccepted: isAccepted, events: events)
        orders.append(answered)
        change(order.demand.run) { $0.answer(answered) }
    }

    mutating func takeUp(_ run: RunNumber, again effects: [Effect]) {
        change(run) { $0.takeUp(again: effects) }
    }

    mutating func perform(_ effect: Effect, of run: RunNumber) {
        hasWorldChanged = true
        change(run) { $0.perform(effect) }
    }

    private mutating func change(_ run: RunNumber?, _ change: (inout RunWatch) -> Void) {
        guard let index = runs.firstIndex(where: { $0.run == run }) else { return }
        change(&runs[index])
    }

    /// What is as it was is not looked at again.
    mutating func check(
        isLast: Bool, at clock: VirtualClock, _ executor: SimulatedExecutor, _ world: SimulatedWorld,
        trace: inout Trace
    ) {
        var hasNews = isLast || !orders.isEmpty || !entries.isEmpty
        for index in runs.indices where isLast || runs[index].hasNews {
            hasNews = true
            let breaches = runs[index].breaches(in: executor, world, at: clock.now, isLast: isLast)
            for (name, breach) in breaches { report(name, breach, of: runs[index].run, at: clock, &trace) }
        }
        if hasNews { checkShared(isLast: isLast, at: clock, executor, world, &trace) }
    }

    private mutating func checkShared(
        isLast: Bool, at clock: VirtualClock, _ executor: SimulatedExecutor, _ world: SimulatedWorld,
        _ trace: inout Trace
    ) {
        let moment = SharedMoment(
            now: clock.now, entries: entries, orders: orders, hasWorldChanged: hasWorldChanged, states: executor.states,
            haveAllEnded: executor.haveAllEnded, ledger: executor.ledger,
            world: world, isLast: isLast)
        (entries, orders, hasWorldChanged) = ([], [], false)
        for index in shared.indices {
            guard let breach = shared[index].breach(at: moment) else { continue }
            report("\(type(of: shared[index]))", breach, of: nil, at: clock, &trace)
        }
    }

    /// What was recorded must lead anybody to the very states that the executor decided from.
    mutating func compareFold(of executor: SimulatedExecutor, at clock: VirtualClock, trace: inout Trace) {
        let (states, ledger) = executor.refold()
        for (again, state) in zip(states, executor.states) where again != state {
            report("ReplayIsExact", "the records lead to another state", of: state.number, at: clock, &trace)
        }
        if ledger != executor.ledger {
            report("ReplayIsExact", "the records lead to another ledger", of: nil, at: clock, &trace)
        }
    }

    private mutating func report(
        _ name: String, _ breach: String, of run: RunNumber?, at clock: VirtualClock, _ trace: inout Trace
    ) {
        trace.note(clock.elapsed, of: run, "VIOLATION of \(name): \(breach)")
        guard broken.insert(name).inserted else { return }
        let detail = runs.count > 1 && run != nil ? "run \(run?.description ?? ""): \(breach)" : breach
        violations.append(Violation(invariant: name, after: clock.elapsed, detail: detail))
    }
}
