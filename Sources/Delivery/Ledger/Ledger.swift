import Values

/// What outlives runs, or is between them: which version each environment's users have, where every unfinished run is,
/// and what people ordered for all. The fold of the whole journal.
public struct Ledger: Equatable, Sendable, Codable {
    public private(set) var environments: [EnvironmentName: EnvironmentRecord] = [:]
    /// By name.
    public private(set) var pipelines: [String: PipelineRecord] = [:]
    /// The runs that have not finished.
    public private(set) var runs: [RunNumber: RunPlace] = [:]
    public private(set) var freezes: [EnvironmentName: Standing] = [:]
    /// By pipeline and stage.
    public private(set) var disabledTransitions: [TransitionID: Standing] = [:]
    /// Monitors that were checked at least once, by pipeline and name.
    public private(set) var monitors: [MonitorID: MonitorRecord] = [:]
    /// The highest run number given out so far.
    public private(set) var lastRun: RunNumber?
    private var takenOrders = TakenOrders()

    public init() {}

    /// What `environment`'s users have; `nil` before its first release.
    public func stable(in environment: EnvironmentName) -> Deployment? {
        environments[environment]?.stable
    }

    /// Every environment that a run could have released into, sorted by name.
    public var knownEnvironments: [EnvironmentName] {
        Set(environments.keys).union(pipelines.values.flatMap(\.environments)).sorted()
    }

    /// Whether the order of no run with this id was carried out.
    public func hasTaken(_ id: OrderID) -> Bool { takenOrders.contains(id) }

    /// - Parameter run: `nil` for an event that is of no run.
    public mutating func apply(_ event: Event, run: RunNumber?, at time: Timestamp) {
        if let run { lastRun = max(lastRun ?? run, run) }
        switch event {
        case .run(let event): if let run { apply(event, of: run) }
        case .stage(let stage, let event): if let run { runs[run]?.apply(event, of: stage) }
        case .release(let environment, let event): if let run { apply(event, in: environment, of: run, at: time) }
        case .service(let environment, let event):
            guard isToldOfService(in: environment, by: run) else { return }
            environments[environment]?.apply(event, at: time)
        case .standing(let event): if run == nil { apply(event, at: time) }
        case .monitor(let monitor, let event):
            if run == nil { monitors[monitor, default: MonitorRecord()].apply(event, at: time) }
        // A run keeps its own.
        case .orderTaken(let id, _): if run == nil { takenOrders.insert(id) }
        case .step(let step, let event): if let run { runs[run]?.apply(event, of: step) }
        case .eventsLost: break
        }
    }

    /// Of a run that has ended only its landmarks count: they may be all that is left of it.
    private func isToldOfService(in environment: EnvironmentName, by run: RunNumber?) -> Bool {
        run == nil || environments[environment]?.releasing == run
    }

    private mutating func apply(_ event: RunEvent, of run: RunNumber) {
        switch event {
        case .started(let pipeline, let change, _, _): begin(run, pipeline, change)
        case .reopened(let place, _, _): runs[run] = place
        case .finished: runs[run] = nil
        case .sourceTaken(let pipeline, let change):
            runs[run]?.apply(event)
            if pipelines[pipeline.name]?.lastRun == run { note(pipeline, change, of: run) }
        case .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp, .clockJumped:
            runs[run]?.apply(event)
        }
    }

    private mutating func apply(
        _ event: ReleaseEvent, in environment: EnvironmentName, of run: RunNumber, at time: Timestamp
    ) {
        switch event {
        case .versionReady(let artifact, let commit, let ahead):
            environments[environment, default: EnvironmentRecord()].note(
                ReadyVersion(
                    artifact: artifact, commit: commit, ahead: ahead, run: run, pipeline: runs[run]?.pipeline,
                    since: time))
        case .databaseMigrated:
            environments[environment, default: EnvironmentRecord()].noteMigration(in: run, at: time)
        case .started(let plan):
            environments[environment, default: EnvironmentRecord()].begin(
                plan, settings: plan.settings ?? plan.rules?.environments[environment], by: run,
                of: runs[run]?.pipeline, at: time)
        case .promoted(let deployment):
            environments[environment, default: EnvironmentRecord()].promote(
                deployment, at: time)
        case .finished(let result, let running, let down, let router):
            environments[environment, default: EnvironmentRecord()].finish(
                result, running: running, down: down ?? [], router: router, at: time)
        case .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted, .trafficShifting, .trafficShifted,
            .leaseLost,
            .trafficSampled, .rungPassed, .verdictReached, .halted, .resumed, .promotionStarted, .oldReleased, .oldKept,
            .rollbackStarted, .withdrawn, .drainStarted, .drained, .retryScheduled, .retried, .routerClosing,
            .routerClosed:
            guard isToldOfService(in: environment, by: run) else { return }
            environments[environment]?.apply(event, at: time)
        }
    }

    private mutating func begin(_ run: RunNumber, _ pipeline: Pipeline, _ change: Change) {
        let stages = pipeline.stages.map(\.name)
        runs[run] = RunPlace(
            pipeline: pipeline.name, queue: pipeline.queue, ahead: stages, errand: pipeline.errand)
        // What is released once more says nothing of what there is to release.
        if pipeline.stored != nil, let record = pipelines[pipeline.name] {
            pipelines[pipeline.name] = PipelineRecord(
                lastRun: run, lastCommit: record.lastCommit, stages: record.stages, environments: record.environments)
            return
        }
        note(pipeline, change, of: run)
    }

    private mutating func note(_ pipeline: Pipeline, _ change: Change, of run: RunNumber) {
        pipelines[pipeline.name] = PipelineRecord(
            lastRun: run, lastCommit: change.commit, stages: pipeline.stages.map(\.name),
            environments: pipeline.environmentNames)
    }

    private mutating func apply(_ event: StandingEvent, at time: Timestamp) {
        switch event {
        case .environmentFrozen(let environment, let actor, let reason):
            freezes[environment] = Standing(by: actor, reason: reason, since: time)
        case .environmentUnfrozen(let environment, _, _): freezes[environment] = nil
        case .environmentTakenDown(let environment, let actor, let reason):
            environments[environment]?.takeDown(by: Standing(by: actor, reason: reason, since: time))
        case .environmentBroughtUp(let environment, _, _): environments[environment]?.bringUp()
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            disabledTransitions[TransitionID(stage, of: pipeline)] = Standing(by: actor, reason: reason, since: time)
        case .transitionEnabled(let stage, _, _, let pipeline):
            disabledTransitions[TransitionID(stage, of: pipeline)] = nil
        }
    }
}

extension MonitorRecord {
    fileprivate mutating func apply(_ event: MonitorEvent, at time: Timestamp) {
        switch event {
        case .failed(let detail): fail(detail, at: time)
        case .recovered: recover(at: time)
        case .reported(let report): take(report, at: time)
        }
    }
}
