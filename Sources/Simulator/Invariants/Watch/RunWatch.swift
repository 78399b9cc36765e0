import Delivery
import Values

/// One run's invariants, and what is new of the run.
struct RunWatch {
    let run: RunNumber
    private var invariants: [any Invariant]
    /// About one release at a time, by its environment.
    private var releaseInvariants: [EnvironmentName: [any Invariant]]
    private var events: [Event] = []
    private var acts: [Effect] = []
    private var orders: [AnsweredOrder] = []
    private var effectsIfTakenUpAgain: [Effect]?

    private static var aboutRuns: [any Invariant.Type] {
        [
            GateIsPassed.self, EndsOnce.self, EndsAtAll.self, NothingIsWantedAfterTheEnd.self, OutcomeIsDeserved.self,
            TakeUpIsIdempotent.self, CommandsRunOnce.self, CommandsEndWithTheirRun.self, OnlyFailuresAreRepeated.self,
            TermsAreKept.self,
        ]
    }

    private static var aboutReleases: [any Invariant.Type] {
        [
            ExposureIsAllowed.self, CandidateIsReadyBeforeExposure.self, RollbackOnlyWithdraws.self,
            HaltNeverWidens.self, UnhealthyIsTakenBack.self, PreviousIsRestored.self, SuccessIsServed.self,
            NothingOpensUnproven.self, PassesOnEvidence.self, NobodyGrowsWithoutStable.self,
            NobodyIsMovedToNobody.self, ReturnsAreTold.self, SilenceIsNoSafety.self, OnePlaceOneInstance.self,
            FewPlacesAreEmpty.self,
        ]
    }

    init(_ scenario: Scenario, of plan: RunPlan) {
        run = plan.number
        invariants = Self.aboutRuns.map { $0.init(scenario, of: plan) }
        releaseInvariants = scenario.pipeline.environments.mapValues { _ in
            Self.aboutReleases.map { $0.init(scenario, of: plan) }
        }
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
        for environment in releaseInvariants.keys.sorted() {
            breaches += releaseBreaches(in: environment, at: moment)
        }
        return breaches
    }

    private mutating func releaseBreaches(
        in environment: EnvironmentName, at moment: Moment
    ) -> [(name: String, breach: String)] {
        let seen = releaseInvariants.count > 1 ? moment.seen(in: environment) : moment
        var breaches: [(name: String, breach: String)] = []
        for index in releaseInvariants[environment, default: []].indices {
            guard let breach = releaseInvariants[environment]?[index].breach(at: seen) else { continue }
            let name = releaseInvariants[environment].map { "\(type(of: $0[index]))" } ?? ""
            breaches.append((name, breach))
        }
        return breaches
    }
}
