import Delivery

/// Everything that a simulated rollout starts from. The same scenario always goes the same way.
public struct Scenario: Sendable {
    public var seed: UInt64
    public var pipeline: Pipeline
    public var change: Change
    public var sites: [EnvironmentName: SitePlan]
    /// Whether the first shell step fails.
    public var buildFails = false
    /// How often a tick of requests is reported.
    public var sampling: Duration = .milliseconds(100)
    public var faults = FaultPlan()
    public var crashes = CrashPlan()
    public var people = PeoplePlan()

    public init(seed: UInt64, pipeline: Pipeline, change: Change, sites: [EnvironmentName: SitePlan]) {
        self.seed = seed
        self.pipeline = pipeline
        self.change = change
        self.sites = sites
    }

    /// The call that shows what happens in it, line by line.
    public var replay: String {
        let crash = crashes.planned.map { " --crash-at \($0.event) --crash \($0.point.rawValue)" } ?? ""
        return "slipway-sim --seed \(seed)\(crash) --trace"
    }

    /// Whether nothing goes wrong but what the candidate itself does, and that the executor dies.
    public var isUndisturbed: Bool {
        !buildFails && faults.isNone && people.interference.isEmpty && people.gate == .approve
    }
}

/// One environment before the rollout, and what will happen in it.
public struct SitePlan: Sendable {
    public var previous: Deployment?
    public var stable: VersionBehaviour
    public var candidate: VersionBehaviour
    /// 0 is silence.
    public var requestsPerSecond: Double

    public init(
        previous: Deployment?, stable: VersionBehaviour = VersionBehaviour(),
        candidate: VersionBehaviour = VersionBehaviour(), requestsPerSecond: Double = 500
    ) {
        self.previous = previous
        self.stable = stable
        self.candidate = candidate
        self.requestsPerSecond = requestsPerSecond
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
    public enum Answer: Sendable, Equatable {
        case approve, reject
        /// Nobody answers until the question has stood for long.
        case late
    }

    public var gate = Answer.approve
    /// How long the answer takes, and how long a halted release waits for a decision.
    public var patience: Duration = .seconds(2)
    /// Keys that somebody presses, whether it makes sense or not.
    public var interference: [PlannedCommand] = []

    public init() {}
}

/// A command that somebody will give, this long after the start of the rollout.
public struct PlannedCommand: Sendable, Equatable {
    public var after: Duration
    public var command: Command
    public var actor: Actor
}
