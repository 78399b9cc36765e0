import Delivery

/// Holds a rollout to every invariant, and remembers what was broken first.
struct InvariantWatch {
    private(set) var violations: [Violation] = []
    private var invariants: [any Invariant]
    private var broken: Set<String> = []
    private var events: [Event] = []
    private var acts: [Effect] = []
    private var orders: [AnsweredOrder] = []
    private var effectsIfTakenUpAgain: [Effect]?

    private static var all: [any Invariant.Type] {
        [
            ExposureIsAllowed.self, CandidateIsReadyBeforeExposure.self, RollbackOnlyWithdraws.self,
            HaltNeverWidens.self, ServingSlotStaysUp.self, NothingIsLeftRunning.self, GateIsPassed.self,
            UnhealthyIsTakenBack.self, EndsOnce.self, EndsAtAll.self, NothingIsWantedAfterTheEnd.self,
            PreviousIsRestored.self, LedgerTellsTheTruth.self, OutcomeIsDeserved.self, NothingOpensUnproven.self,
            TakeUpIsIdempotent.self, CommandsRunOnce.self, OrdersAreTakenOnce.self, DecisionsAreOrdered.self,
        ]
    }

    init(_ scenario: Scenario) {
        invariants = Self.all.map { $0.init(scenario) }
    }

    mutating func record(_ events: [Event], for input: Input) {
        self.events += events
        guard case .command(let command, _, _, let id) = input else { return }
        orders.append(AnsweredOrder(command: command, id: id, isAccepted: true, events: events))
    }

    mutating func refuse(_ input: Input) {
        guard case .command(let command, _, _, let id) = input else { return }
        orders.append(AnsweredOrder(command: command, id: id, isAccepted: false, events: []))
    }

    mutating func takeUp(again effects: [Effect]) {
        effectsIfTakenUpAgain = effects
    }

    /// Whether there is anything to look at that was not there at the last check.
    var hasNews: Bool { !events.isEmpty || !acts.isEmpty || !orders.isEmpty }

    mutating func perform(_ effect: Effect) {
        acts.append(effect)
    }

    mutating func check(
        isLast: Bool, at clock: VirtualClock, state: RunState, ledger: Ledger, effects: [Effect],
        world: SimulatedWorld, trace: inout Trace
    ) {
        let moment = Moment(
            now: clock.now, events: events, acts: acts, orders: orders, effectsIfTakenUpAgain: effectsIfTakenUpAgain,
            state: state, ledger: ledger, effects: effects, world: world, isLast: isLast)
        (events, acts, orders, effectsIfTakenUpAgain) = ([], [], [], nil)
        for index in invariants.indices {
            guard let breach = invariants[index].breach(at: moment) else { continue }
            let name = "\(type(of: invariants[index]))"
            trace.note(clock.elapsed, "VIOLATION of \(name): \(breach)")
            report(name, breach, at: clock)
        }
    }

    /// What was recorded must lead anybody to the very state that the executor decided from.
    mutating func compareFold(of executor: SimulatedExecutor, at clock: VirtualClock) {
        let (state, ledger) = executor.refold()
        if state != executor.state { report("ReplayIsExact", "the records lead to another state", at: clock) }
        if ledger != executor.ledger { report("ReplayIsExact", "the records lead to another ledger", at: clock) }
    }

    private mutating func report(_ name: String, _ breach: String, at clock: VirtualClock) {
        guard broken.insert(name).inserted else { return }
        violations.append(Violation(invariant: name, after: clock.elapsed, detail: breach))
    }
}
