import Delivery

/// One run's invariants, and what is new of the run.
struct RunWatch {
    let run: RunNumber
    private var invariants: [any Invariant]
    private var events: [Event] = []
    private var acts: [Effect] = []
    private var orders: [AnsweredOrder] = []
    private var effectsIfTakenUpAgain: [Effect]?

    private static var all: [any Invariant.Type] {
        [
            ExposureIsAllowed.self, CandidateIsReadyBeforeExposure.self, RollbackOnlyWithdraws.self,
            HaltNeverWidens.self, GateIsPassed.self, UnhealthyIsTakenBack.self, EndsOnce.self, EndsAtAll.self,
            NothingIsWantedAfterTheEnd.self, PreviousIsRestored.self, SuccessIsServed.self, OutcomeIsDeserved.self,
            NothingOpensUnproven.self, TakeUpIsIdempotent.self, CommandsRunOnce.self, CommandsEndWithTheirRun.self,
            OnlyFailuresAreRepeated.self, PassesOnEvidence.self, NobodyGrowsWithoutStable.self,
            NobodyIsMovedToNobody.self, ReturnsAreTold.self,
        ]
    }

    init(_ scenario: Scenario, of plan: RunPlan) {
        run = plan.number
        invariants = Self.all.map { $0.init(scenario, of: plan) }
    }

    /// Whether there is anything to look at that was not there at the last check. Samples alone change nothing that an
    /// invariant is about: they are looked at with what comes next.
    private(set) var hasNews = false

    mutating func record(_ events: [Event]) {
        self.events += events
        if events.contains(where: { !$0.isSample }) { hasNews = true }
    }

    mutating func answer(_ order: AnsweredOrder) {
        orders.append(order)
        hasNews = true
    }

    mutating func takeUp(again effects: [Effect]) {
        effectsIfTakenUpAgain = effects
        hasNews = true
    }

    mutating func perform(_ effect: Effect) {
        acts.append(effect)
        hasNews = true
    }

    /// Each invariant that is broken now, by its name, and how.
    mutating func breaches(
        in executor: SimulatedExecutor, _ world: SimulatedWorld, at now: Timestamp, isLast: Bool
    ) -> [(name: String, breach: String)] {
        guard let process = executor[run], let state = executor.state(of: run) else { return [] }
        let isAttended = executor.isUp && (process.isCarriedOut || process.progress == .ended)
        let effects = isAttended ? process.wanted : []
        let moment = Moment(
            now: now, events: events, acts: acts, orders: orders, effectsIfTakenUpAgain: effectsIfTakenUpAgain,
            state: state, ledger: executor.ledger, effects: effects, world: world, isLast: isLast)
        (events, acts, orders, effectsIfTakenUpAgain, hasNews) = ([], [], [], nil, false)
        var breaches: [(name: String, breach: String)] = []
        for index in invariants.indices {
            guard let breach = invariants[index].breach(at: moment) else { continue }
            breaches.append(("\(type(of: invariants[index]))", breach))
        }
        return breaches
    }
}
