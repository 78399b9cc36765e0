import Delivery
import Values

/// How a server and its pipelines are, in numbers, at one moment.
public struct ServerMetrics: Sendable {
    /// Of Slipway.
    public var version: String
    /// When this process began to serve.
    public var since: Timestamp
    public var pipelines: [PipelineMetrics] = []
    public var environments: [EnvironmentMetrics] = []
    public var monitors: [MonitorMetrics] = []
    public var sinks: [SinkMetrics] = []
    /// The number of the journal's last event.
    public var journalSequence: Int64 = 0
    /// From an event's time until those who follow were told of it.
    public var eventLatency = LatencyBuckets()
    /// Lines of the log that could not be written.
    public var lostLogLines = 0
    /// The disk of the state directory; `nil` where nothing is known of it.
    public var disk: DiskMetrics?

    public init(version: String, since: Timestamp) {
        self.version = version
        self.since = since
    }
}

/// A pipeline and its runs.
public struct PipelineMetrics: Sendable {
    /// Unlike that of any other pipeline of the server.
    public var name: String
    /// The runs that have not finished, by where they are.
    public var runs: [Phase: Int] = [:]
    /// The runs that have finished since the process was started, by how they ended.
    public var finished: [RunResult: Int] = [:]
    /// The gates that wait for a decision.
    public var gatesWaiting = 0
    /// How often the source was asked since the process was started, and how often that did not work.
    public var polls = 0
    public var failedPolls = 0

    public init(name: String) {
        self.name = name
    }
}

/// An environment and what is released into it.
public struct EnvironmentMetrics: Sendable {
    /// A verdict on a release, as it is counted.
    public enum Verdict: String, Sendable, CaseIterable {
        case healthy, unhealthy, inconclusive
        case noData = "no_data"
    }

    /// Of the pipeline that releases into it.
    public var pipeline: String
    public var name: EnvironmentName
    /// What users have; `nil` before the first release.
    public var version: String?
    /// The candidate's share of the traffic; nothing when there is none.
    public var split = Share.none
    /// Instances of what users have, and how many of them answer as far as is known.
    public var instances = 0
    public var answering = 0
    /// Whether the router listens in front of them, as far as is known; `nil` before the first release and during one.
    public var isRouterUp: Bool?
    public var isReleasing = false
    public var isFrozen = false
    /// How often an instance was started again, since the server was started.
    public var restarts = 0
    /// Instances that nobody starts again before a person says so.
    public var givenUp = 0
    /// Whether a person took it down.
    public var isTakenDown = false
    /// Since the process was started.
    public var verdicts: [Verdict: Int] = [:]

    public init(pipeline: String, name: EnvironmentName) {
        self.pipeline = pipeline
        self.name = name
    }
}

/// A synthetic check that is run while the server runs.
public struct MonitorMetrics: Sendable {
    public var pipeline: String
    public var name: String
    /// `nil` when it could not be told.
    public var isUp: Bool?

    public init(pipeline: String, name: String, isUp: Bool?) {
        self.pipeline = pipeline
        self.name = name
        self.isUp = isUp
    }
}

/// Somebody who is told what happens.
public struct SinkMetrics: Sendable {
    public var name: String
    /// Events that it was not told of yet.
    public var waiting: Int
    /// How old the oldest of them is.
    public var lag: Duration
    /// Attempts that did not work, since the process was started.
    public var failures: Int

    public init(name: String, waiting: Int, lag: Duration, failures: Int) {
        self.name = name
        self.waiting = waiting
        self.lag = lag
        self.failures = failures
    }
}

/// The disk that a server keeps everything on.
public struct DiskMetrics: Sendable {
    /// What this account can still write, in bytes.
    public var free: Int64
    /// Below so much the output of steps and instances is not kept any more.
    public var reserve: Int64

    public init(free: Int64, reserve: Int64) {
        self.free = free
        self.reserve = reserve
    }
}
