import Delivery
import Values

/// Everything that a simulated rollout starts from. The same scenario always goes the same way.
public struct Scenario: Sendable {
    public var seed: UInt64
    /// Of every run.
    public var pipeline: Pipeline
    /// By number, without gaps; at least one.
    public var runs: [RunPlan]
    public var sites: [EnvironmentName: SitePlan]
    /// How often a tick of requests is reported.
    public var sampling: Duration = .milliseconds(100)
    public var faults = FaultPlan()
    public var crashes = CrashPlan()
    public var people = PeoplePlan()

    public init(seed: UInt64, pipeline: Pipeline, runs: [RunPlan], sites: [EnvironmentName: SitePlan]) {
        self.seed = seed
        self.pipeline = pipeline
        self.runs = runs
        self.sites = sites
    }

    /// The call that shows what happens in it, line by line.
    public var replay: String {
        let crash = crashes.planned.map { " --crash-at \($0.event) --crash \($0.point.rawValue)" } ?? ""
        return "slipway-sim --seed \(seed)\(crash) --trace"
    }

    /// Whether runs may meet.
    public var hasSeveralRuns: Bool { runs.count > 1 }

    /// Whether nothing goes wrong but what the candidates themselves do, that the executor dies, and that people hold
    /// runs up for a while.
    public var isUndisturbed: Bool {
        sites.values.allSatisfy(\.outages.isEmpty)
            && runs.allSatisfy { $0.failingAttempts == 0 && $0.answer == .approve } && faults.isNone
            && people.interference.allSatisfy { $0.demand.run == nil } && people.persistence == 0
            && pipeline.stages.allSatisfy { $0.timeout == nil && $0.steps.allSatisfy { $0.terms.timeout == nil } }
    }

    func plan(of run: RunNumber) -> RunPlan? { runs.first { $0.number == run } }
}

/// One environment before the rollout.
public struct SitePlan: Sendable {
    public var previous: Deployment?
    public var stable: VersionBehaviour
    /// 0 is silence.
    public var requestsPerSecond: Double
    /// When instances of what users have there do not answer.
    public var outages: [StableOutage] = []

    public init(
        previous: Deployment?, stable: VersionBehaviour = VersionBehaviour(), requestsPerSecond: Double = 500
    ) {
        self.previous = previous
        self.stable = stable
        self.requestsPerSecond = requestsPerSecond
    }
}

/// Some or all instances of what users had before do not answer for a while, or for good.
public struct StableOutage: Sendable, Equatable {
    /// `nil` is all of them.
    public var index: Int?
    /// Since the start of the rollout.
    public var from: Duration
    /// `nil` is for good.
    public var until: Duration?

    public init(index: Int? = nil, from: Duration, until: Duration? = nil) {
        self.index = index
        self.from = from
        self.until = until
    }
}

/// How often the world does not do what it is asked.
public struct FaultPlan: Sendable, Equatable {
    /// An effect is refused, and nothing happens.
    public var refused = 0.0
    /// An effect is done, and yet reported as an error.
    public var doneAndRefused = 0.0
    /// An effect is done or not, and no answer ever comes.
    public var unanswered = 0.0
    /// An effect takes seconds.
    public var slow = 0.0
    /// An instance can't be stopped, however often it is tried.
    public var unstoppable = 0.0
    /// The answer to an effect that nobody wants any more is reported all the same.
    public var lateAnswers = 0.0
    /// A step's command is started again by whoever looks for it: durable commands are planted out of order by this.
    public var forgetsCommands = false
    /// When no router can be reached, since the start of the rollout; traffic flows on.
    public var outages: [Range<Duration>] = []
    /// When the executor is stopped, as by SIGSTOP or on a computer that sleeps; what is on its way arrives later.
    public var stalls: [Range<Duration>] = []
    /// When the machine's clock is set, since the start of the rollout, and by how much.
    public var clockJumps: [ClockJump] = []
    /// When the router's log is lost, since the start of the rollout; its counters go on.
    public var logSilences: [Range<Duration>] = []
    /// For how long no router can be reached after an effect on one went wrong: trouble seldom comes alone.
    public var outageAfterFault: Duration = .zero

    public init() {}

    public var isNone: Bool { self == FaultPlan() }

    /// When the executor goes on that is stopped now; `nil` when it is not.
    func endOfStall(after elapsed: Duration) -> Duration? {
        stalls.first { $0.contains(elapsed) }?.upperBound
    }

    func isOutage(after elapsed: Duration) -> Bool {
        outages.contains { $0.contains(elapsed) }
    }

    func isLogSilent(after elapsed: Duration) -> Bool {
        logSilences.contains { $0.contains(elapsed) }
    }
}

/// Somebody sets the machine's clock: ahead, or back where `by` is negative.
public struct ClockJump: Sendable, Equatable {
    public var after: Duration
    public var by: Duration

    public init(after: Duration, by jump: Duration) {
        self.after = after
        by = jump
    }
}

/// How often the executor dies, and for how long.
public struct CrashPlan: Sendable, Equatable {
    /// The chance that it dies as it takes an input.
    public var chance = 0.0
    public var limit = 4
    /// The longest that it stays away.
    public var longest: Duration = .seconds(1)
    /// Where it dies in any case.
    public var planned: PlannedCrash?
    /// The chance that it dies once more soon after a planned crash.
    public var again = 0.0

    public init() {}
}

/// What people do.
public struct PeoplePlan: Sendable, Equatable {
    /// How long an answer takes, and how long a halted release waits for a decision.
    public var patience: Duration = .seconds(2)
    /// How often somebody opens a run again that has ended badly.
    public var persistence = 0
    /// Orders that somebody gives, whether it makes sense or not.
    public var interference: [PlannedOrder] = []

    public init() {}
}
