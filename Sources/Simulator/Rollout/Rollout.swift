import Delivery
import Values

/// One run, or several over one ledger, in a simulated world, from the first start to the last end.
public struct Rollout {
    /// No rollout may take longer for each of its runs, for somebody always answers in the end.
    static let limitOfARun = Duration.seconds(900)
    /// How long late answers may still come in after the end.
    static let aftermath = Duration.seconds(5)
    /// Far more than any run needs: reaching it means that a run turns in circles.
    static let mostHappeningsOfARun = 60_000

    private(set) var scenario: Scenario
    var clock = VirtualClock()
    var queue = EventQueue<Happening>()
    var executor: SimulatedExecutor
    var world: SimulatedWorld
    var traffic: [EnvironmentName: SimulatedTraffic]
    var courses: [SimulatedAttempt: Course] = [:]
    /// Cancelled, and not to be held up any more.
    var departing: [SimulatedAttempt: Course] = [:]
    var unstoppable: [InstanceID: Bool] = [:]
    /// No router can be reached before.
    var cutOffUntil = VirtualClock.start
    /// Runs that are about to hear that others have gone on.
    var awakened: Set<RunNumber> = []
    /// When time alone may change something in a run next, as far as it was seen to.
    var alarms: [RunNumber: Timestamp] = [:]
    /// What the machine's clock was set by so far, and how much of it each run's executor has noticed.
    var clockShift = Duration.zero
    var noticedShift: [RunNumber: Duration] = [:]
    /// Requests of each environment that ended since its log was lost.
    var silentRequests: [EnvironmentName: Int] = [:]
    var crashes = 0
    var plannedCrash: PlannedCrash?
    var orders = 0
    /// How often somebody opened a run again for its own sake.
    var reopenings: [RunNumber: Int] = [:]
    var chance: SplitMix64
    var watch: InvariantWatch
    var trace: Trace
    private var finishedAt: Timestamp?
    /// How much has happened.
    private var count = 0
    private var hasBegun = false

    init(_ scenario: Scenario, core: Core, tracing: Bool) {
        self.scenario = scenario
        var random = SplitMix64(seed: scenario.seed ^ 0x51D3_C0DE)
        chance = random.fork()
        traffic = [:]
        for (name, plan) in scenario.sites.sorted(by: { $0.key < $1.key }) {
            traffic[name] = SimulatedTraffic(requestsPerSecond: plan.requestsPerSecond, random: random.fork())
        }
        world = SimulatedWorld(scenario, at: clock.now)
        executor = SimulatedExecutor(core: core, ledger: scenario.ledger, runs: scenario.runs.map(\.number))
        watch = InvariantWatch(scenario)
        trace = Trace(isKept: tracing, namesRuns: scenario.hasSeveralRuns)
        plannedCrash = scenario.crashes.planned
    }

    /// Runs the rollout that a seed stands for; the same seed always gives the same outcome.
    ///
    /// - Parameters:
    ///   - core: the core to run; a wrong one, to see that it is noticed.
    ///   - tracing: whether the outcome's trace is filled.
    public static func run(seed: UInt64, core: Core = .genuine, tracing: Bool = false) -> Outcome {
        run(Scenario(seed: seed), core: core, tracing: tracing)
    }

    /// Runs a scenario made by hand.
    public static func run(_ scenario: Scenario, core: Core = .genuine, tracing: Bool = false) -> Outcome {
        var rollout = Rollout(scenario, core: core, tracing: tracing)
        return rollout.finish()
    }

    /// Lets the next thing happen; `false` when the rollout is over.
    mutating func advance() -> Bool {
        guard hasBegun else {
            begin()
            return true
        }
        guard clock.elapsed < Self.limitOfARun * scenario.runs.count,
            count < Self.mostHappeningsOfARun * scenario.runs.count, !isOver, let next = queue.next()
        else { return false }
        clock.advance(to: next.time)
        if next.element.needsExecutor, let end = scenario.faults.endOfStall(after: clock.elapsed) {
            queue.add(next.element, at: VirtualClock.start + end)
        } else {
            happen(next.element)
        }
        check()
        count += 1
        return true
    }

    /// From here on the rollout goes as another scenario says.
    mutating func plan(_ scenario: Scenario) {
        self.scenario = scenario
        plannedCrash = scenario.crashes.planned
    }

    /// Lets everything happen that is left.
    mutating func finish() -> Outcome {
        while advance() {}
        check(isLast: true)
        if scenario.hasSeveralRuns { watch.compareFold(of: executor, at: clock, trace: &trace) }
        return Outcome(
            scenario: scenario, records: executor.records, states: executor.states,
            violations: watch.violations, trace: trace)
    }

    private mutating func begin() {
        hasBegun = true
        for order in scenario.people.interference { queue.add(.command(order), at: clock.now + order.after) }
        queue.add(.patrol, at: clock.now + .seconds(1))
        for plan in scenario.runs { queue.add(.start(plan.number), at: clock.now + plan.startsAfter) }
        for jump in scenario.faults.clockJumps { queue.add(.setClock(by: jump.by), at: clock.now + jump.after) }
        check()
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .start(let run): start(run)
        case .takeUp(let run, let life): takeUp(run, life: life)
        case .join(let run, let life): join(run, life: life)
        case .wake(let run): wake(run)
        case .act(let attempt): act(attempt)
        case .leave(let attempt): leave(attempt)
        case .answer(let attempt, let input): answer(attempt, input)
        case .renewLease(let attempt): renewLease(attempt)
        case .sample(let attempt): sample(attempt)
        case .deadline(let run, let time): notice(time, of: run)
        case .restart: restart()
        case .setClock(let jump): setClock(by: jump)
        case .command(let planned): give(planned.demand, by: planned.actor)
        case .order(let order): send(order)
        case .patrol: patrol()
        }
    }

    private var isOver: Bool {
        finishedAt.map { clock.now >= $0 + Self.aftermath } ?? false
    }

    private mutating func check(isLast: Bool = false) {
        if !executor.haveAllEnded {
            finishedAt = nil
        } else if finishedAt == nil, executor.isUp {
            finishedAt = clock.now
        }
        watch.check(isLast: isLast, at: clock, executor, world, trace: &trace)
    }
}

extension Scenario {
    /// What earlier runs left: who has what.
    var ledger: Ledger {
        var ledger = Ledger()
        for (name, plan) in sites {
            guard let previous = plan.previous else { continue }
            let release = ReleasePlan(
                step: StepID(stage: "production", index: 0), artifact: previous.artifact, previous: nil,
                slot: previous.slot, instances: previous.instances.map(\.id))
            for event in [
                ReleaseEvent.started(plan: release), .promoted(deployment: previous),
                .finished(result: .succeeded, running: previous),
            ] {
                ledger.apply(.release(name, event), run: previous.run, at: Timestamp(milliseconds: 0))
            }
        }
        return ledger
    }
}
