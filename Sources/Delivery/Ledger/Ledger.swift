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
    private var takenCommands = TakenCommands()

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
    public func hasTaken(_ id: CommandID) -> Bool { takenCommands.contains(id) }

    /// - Parameter run: `nil` for an event that is of no run.
    public mutating func apply(_ event: Event, run: RunNumber?, at time: Timestamp) {
        if let run {
            lastRun = max(lastRun ?? run, run)
            apply(event, of: run, at: time)
        } else {
            applyStanding(event, at: time)
        }
    }

    private mutating func apply(_ event: Event, of run: RunNumber, at time: Timestamp) {
        switch event {
        case .stableAsked(let environment, _, _), .instanceDown(let environment, _, _),
            .instanceUp(let environment, _), .instanceFailed(let environment, _, _),
            .instanceReady(let environment, _, _, _), .routerDown(let environment, _),
            .routerUp(let environment, _):
            // Of a run that has ended only its landmarks count: they may be all that is left of it.
            guard environments[environment]?.releasing == run else { return }
            environments[environment]?.applyToService(event, at: time)
        case .runStarted(let pipeline, let change, _, _): begin(run, pipeline, change)
        case .runReopened(let place, _, _): runs[run] = place
        case .runFinished: runs[run] = nil
        case .releaseStarted(let environment, _):
            environments[environment, default: EnvironmentRecord()].releasing = run
        case .promoted(let environment, let deployment):
            environments[environment, default: EnvironmentRecord()].promote(deployment)
        case .releaseFinished(let environment, _, let running, let down, let router):
            environments[environment, default: EnvironmentRecord()].finish(
                running: running, down: down ?? [], router: router, at: time)
        default: runs[run]?.apply(event)
        }
    }

    private mutating func begin(_ run: RunNumber, _ pipeline: Pipeline, _ change: Change) {
        let stages = pipeline.stages.map(\.name)
        runs[run] = RunPlace(pipeline: pipeline.name, queue: pipeline.queue, ahead: stages)
        pipelines[pipeline.name] = PipelineRecord(
            lastRun: run, lastCommit: change.commit, stages: stages, environments: pipeline.environmentNames)
    }

    private mutating func applyStanding(_ event: Event, at time: Timestamp) {
        switch event {
        case .instanceDown(let environment, _, _), .instanceUp(let environment, _), .routerDown(let environment, _),
            .routerUp(let environment, _):
            environments[environment]?.applyToService(event, at: time)
        case .environmentFrozen(let environment, let actor, let reason):
            freezes[environment] = Standing(by: actor, reason: reason, since: time)
        case .environmentUnfrozen(let environment, _, _): freezes[environment] = nil
        case .transitionDisabled(let stage, let actor, let reason, let pipeline):
            disabledTransitions[TransitionID(stage, of: pipeline)] = Standing(by: actor, reason: reason, since: time)
        case .transitionEnabled(let stage, _, _, let pipeline):
            disabledTransitions[TransitionID(stage, of: pipeline)] = nil
        case .monitorFailed(let monitor, let detail): monitors[monitor, default: MonitorRecord()].fail(detail, at: time)
        case .monitorRecovered(let monitor): monitors[monitor, default: MonitorRecord()].recover(at: time)
        case .monitorReported(let monitor, let report):
            monitors[monitor, default: MonitorRecord()].take(report, at: time)
        case .commandTaken(let id, _): takenCommands.insert(id)
        default: break
        }
    }
}
