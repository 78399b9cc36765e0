import Delivery

/// One run in a simulated world, from its start to its end.
public struct Rollout {
    /// No run may take longer, for somebody always answers in the end.
    static let limit = Duration.seconds(900)
    /// How long late answers may still come in after the end.
    static let aftermath = Duration.seconds(5)
    /// Far more than any run needs: reaching it means that the run turns in circles.
    static let mostHappenings = 60_000

    private(set) var scenario: Scenario
    var clock = VirtualClock()
    var queue = EventQueue<Happening>()
    var executor: SimulatedExecutor
    var world: SimulatedWorld
    var traffic: [EnvironmentName: SimulatedTraffic]
    var courses: [Int: Course] = [:]
    var unstoppable: [InstanceID: Bool] = [:]
    /// No router can be reached before.
    var cutOffUntil = VirtualClock.start
    var crashes = 0
    var plannedCrash: PlannedCrash?
    var orders = 0
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
        executor = SimulatedExecutor(core: core, ledger: scenario.ledger)
        watch = InvariantWatch(scenario)
        trace = Trace(isKept: tracing)
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
        guard clock.elapsed < Self.limit, count < Self.mostHappenings, !isOver, let next = queue.next() else {
            return false
        }
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
        return Outcome(
            scenario: scenario, records: executor.records, state: executor.state, violations: watch.violations,
            trace: trace)
    }

    private mutating func begin() {
        hasBegun = true
        for command in scenario.people.interference { queue.add(.command(command), at: clock.now + command.after) }
        queue.add(.patrol, at: clock.now + .seconds(1))
        start()
        check()
    }

    mutating func start() {
        deliver(
            .start(
                pipeline: scenario.pipeline, change: scenario.change, by: Actor(name: "zoe"), workspace: "/srv/shop"))
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .act(let attempt): act(attempt)
        case .answer(let effect, let attempt, let input): answer(effect, attempt, input)
        case .renewLease(let name, let attempt): renewLease(of: name, attempt)
        case .sample(let name, let attempt): sample(name, attempt)
        case .deadline(let time):
            if executor.isUp, executor.state.nextDeadline(after: time + .milliseconds(-1)) == time { deliver(.tick) }
        case .restart: restart()
        case .command(let planned): give(planned.command, by: planned.actor)
        case .order(let order): send(order)
        case .patrol: patrol()
        }
    }

    private var isOver: Bool {
        finishedAt.map { clock.now >= $0 + Self.aftermath } ?? false
    }

    /// What is as it was is not looked at again.
    private mutating func check(isLast: Bool = false) {
        guard isLast || watch.hasNews else { return }
        if finishedAt == nil, executor.isUp, executor.state.result != nil { finishedAt = clock.now }
        watch.check(
            isLast: isLast, at: clock, state: executor.state, ledger: executor.ledger,
            effects: executor.isUp ? executor.wanted : [], world: world, trace: &trace)
    }
}

extension Scenario {
    /// What earlier runs left: who has what.
    var ledger: Ledger {
        var ledger = Ledger()
        for (name, plan) in sites {
            guard let previous = plan.previous else { continue }
            ledger.apply(
                .promoted(environment: name, deployment: previous), run: previous.run, at: Timestamp(milliseconds: 0))
        }
        return ledger
    }
}
