import Delivery
import Judge
import Synchronization
import Triggers
import Values

/// Follows what happens, for the numbers that a server tells of itself.
public final class ServerTally: Sendable {
    fileprivate struct State {
        var metrics: ServerMetrics
        var ledger: Ledger
        /// The runs that have not finished.
        var runs: [RunNumber: RunState]
        /// The pipelines of runs that were seen.
        var pipelines: [RunNumber: String]
        /// Whether the last check of each monitor succeeded; `nil` for one that could not be made.
        var checks: [MonitorID: Bool?] = [:]
        /// Since the process was started.
        var verdicts: [EnvironmentName: [EnvironmentMetrics.Verdict: Int]] = [:]
        var restarts: [EnvironmentName: Int] = [:]
    }

    private let served: [ServedPipeline]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - runs: those that have not finished.
    ///   - ledger: what the events so far amount to.
    public init(
        version: String, since: Timestamp, served: [ServedPipeline], ledger: Ledger, runs: [RunState]
    ) {
        self.served = served
        let known = Dictionary(runs.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        let names = known.compactMapValues { $0.pipeline?.name }
        var metrics = ServerMetrics(version: version, since: since)
        metrics.pipelines = served.map { PipelineMetrics(name: $0.name) }
        state = Mutex(State(metrics: metrics, ledger: ledger, runs: known, pipelines: names))
    }

    /// Takes one more event into account.
    ///
    /// - Parameter now: when those who follow were told of it.
    public func take(_ record: EventRecord, at now: Timestamp) {
        state.withLock { state in
            state.metrics.journalSequence = record.sequence
            state.metrics.eventLatency.record(now - record.time)
            state.ledger.apply(record.event, run: record.run, at: record.time)
            if case .service(let environment, .instanceRestarting) = record.event {
                state.restarts[environment, default: 0] += 1
            }
            if let run = record.run { state.take(record, of: run) }
        }
    }

    /// Takes a monitor's check into account.
    ///
    /// - Parameter outcome: `nil` when it could not be made.
    public func take(_ outcome: MonitorOutcome?, of monitor: MonitorID) {
        let isUp: Bool? =
            switch outcome {
            case .good: true
            case .bad: false
            case nil: nil
            }
        state.withLock { _ = $0.checks.updateValue(isUp, forKey: monitor) }
    }

    /// How things are now.
    ///
    /// - Parameter polls: how often the pipelines' sources were asked, by the pipelines' names.
    public func metrics(
        polls: [String: PollCount], sinks: [SinkMetrics], lostLogLines: Int
    ) -> ServerMetrics {
        state.withLock { state in
            var metrics = state.metrics
            metrics.sinks = sinks
            metrics.lostLogLines = lostLogLines
            metrics.pipelines = metrics.pipelines.map { state.current($0, polls: polls[$0.name] ?? PollCount()) }
            metrics.environments = served.flatMap { state.environments(of: $0.pipeline) }
            metrics.monitors = served.flatMap { state.monitors(of: $0.pipeline) }
            return metrics
        }
    }
}

extension ServerTally.State {
    fileprivate mutating func take(_ record: EventRecord, of run: RunNumber) {
        if case .run(let event) = record.event { take(event, of: run) }
        if case .release(let environment, .verdictReached(let verdict, _)) = record.event {
            verdicts[environment, default: [:]][EnvironmentMetrics.Verdict(verdict), default: 0] += 1
        }
        runs[run, default: RunState(number: run)].apply(record.event, at: record.time)
        if runs[run]?.result != nil { runs[run] = nil }
    }

    private mutating func take(_ event: RunEvent, of run: RunNumber) {
        switch event {
        case .started(let pipeline, _, _, _): pipelines[run] = pipeline.name
        case .reopened(let place, _, _): pipelines[run] = place.pipeline
        case .finished(let result, _, _):
            guard let index = metrics.pipelines.firstIndex(where: { $0.name == pipelines[run] }) else { return }
            metrics.pipelines[index].finished[result, default: 0] += 1
        case .sourceTaken, .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp, .clockJumped:
            break
        }
    }

    fileprivate func current(_ pipeline: PipelineMetrics, polls: PollCount) -> PipelineMetrics {
        var pipeline = pipeline
        pipeline.polls = polls.asked
        pipeline.failedPolls = polls.failed
        for run in runs.values where pipelines[run.number] == pipeline.name {
            pipeline.runs[run.phase, default: 0] += 1
            if run.waitingStage != nil || run.hold?.cause.isGate == true { pipeline.gatesWaiting += 1 }
        }
        return pipeline
    }

    fileprivate func environments(of pipeline: Pipeline) -> [EnvironmentMetrics] {
        pipeline.environments.keys.sorted().map { name in
            var metrics = EnvironmentMetrics(pipeline: pipeline.name, name: name)
            metrics.version = ledger.stable(in: name)?.artifact.version
            metrics.instances = ledger.stable(in: name)?.instances.count ?? 0
            metrics.answering = ledger.environments[name]?.answering ?? 0
            metrics.isReleasing = ledger.environments[name]?.releasing != nil
            if let record = ledger.environments[name], record.stable != nil, record.releasing == nil,
                record.takenDown == nil
            {
                metrics.isRouterUp = record.routerTrouble == nil
            }
            metrics.isFrozen = ledger.freezes[name] != nil
            metrics.verdicts = verdicts[name] ?? [:]
            metrics.restarts = restarts[name] ?? 0
            metrics.givenUp = ledger.environments[name]?.givenUp.count ?? 0
            metrics.isTakenDown = ledger.environments[name]?.takenDown != nil
            let release = runs.values.lazy.compactMap { $0.activeRelease(in: name) }.first
            metrics.split = release?.split ?? .none
            return metrics
        }
    }

    fileprivate func monitors(of pipeline: Pipeline) -> [MonitorMetrics] {
        pipeline.monitors.compactMap { monitor in
            checks[MonitorID(pipeline: pipeline.name, name: monitor.name)].map { isUp in
                MonitorMetrics(pipeline: pipeline.name, name: monitor.name, isUp: isUp)
            }
        }
    }
}

extension EnvironmentMetrics.Verdict {
    fileprivate init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .healthy: .healthy
            case .unhealthy: .unhealthy
            case .inconclusive: .inconclusive
            case .noData: .noData
            }
    }
}
