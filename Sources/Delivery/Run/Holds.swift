import Values

/// Waiting for gates that people shut, and for other runs.
extension Draft {
    /// Whether the run enters a stage; otherwise the reason is recorded, if it is a new one.
    mutating func mayEnter(_ stage: StageName, unless cause: HoldCause?) -> Bool {
        guard let cause else {
            if run.stageHold != nil { emit(.run(.unblocked(stage: stage))) }
            return true
        }
        if run.stageHold?.cause != cause || run.stageHold?.stage != stage {
            emit(.run(.blocked(stage: stage, cause: cause)))
        }
        return false
    }

    /// Whether a step is started; otherwise the reason is recorded, if it is a new one.
    mutating func mayStart(_ step: StepID, unless cause: HoldCause?) -> Bool {
        // Earlier programs blocked the run as a whole.
        if let hold = run.stageHold { emit(.run(.unblocked(stage: hold.stage))) }
        let hold = run.stepState(step)?.hold
        guard let cause else {
            if hold != nil { emit(.step(step, .unblocked)) }
            return true
        }
        if hold?.cause != cause { emit(.step(step, .blocked(cause: cause))) }
        return false
    }

    /// Ends a run that waits at a stage which a newer one has come to. One at work there is left alone.
    mutating func giveWay(at stage: StageName) -> Bool {
        guard run.pipeline?.queue == .superseded, let newer = ledger.successor(of: run, at: stage) else { return false }
        emit(.run(.superseded(by: newer)))
        end(stage, .superseded)
        return true
    }
}

extension Ledger {
    /// What keeps a run from entering a stage. People's gates come first: they don't end by themselves.
    func hold(of run: RunState, before stage: Stage) -> HoldCause? {
        if let transition = disabled(TransitionID(stage.name, of: run.pipeline?.name)) {
            return .transitionDisabled(by: transition.by, reason: transition.reason)
        }
        let freezes = stage.steps.compactMap(\.target).compactMap(freeze)
        // In a parallel stage a step that has to wait holds no other one up.
        let holdsAll = !stage.isParallel || freezes.count == stage.steps.count
        return (holdsAll ? freezes.first : nil) ?? occupant(of: stage.name, before: run).map { .stageOccupied(by: $0) }
    }

    /// What keeps a run from starting a step of a stage that it is in.
    func hold(of run: RunState, before step: Step) -> HoldCause? {
        guard let environment = step.target else { return nil }
        return freeze(of: environment)
            ?? holder(of: environment, before: run.number).map { .environmentLocked(environment, by: $0) }
    }

    private func freeze(of environment: EnvironmentName) -> HoldCause? {
        freezes[environment].map { .environmentFrozen(environment, by: $0.by, reason: $0.reason) }
    }

    /// The run that a run has to let go first.
    private func occupant(of stage: StageName, before run: RunState) -> RunNumber? {
        guard let pipeline = run.pipeline, pipeline.queue != .parallel else { return nil }
        return peers(of: run, in: pipeline).first { number, place in
            place.inside == stage
                || number < run.number
                    && (place.isAt(stage) || pipeline.queue == .queued && place.ahead.contains(stage))
        }?.0
    }

    /// The newer run of the same pipeline that has come as far as `stage`, or further.
    func successor(of run: RunState, at stage: StageName) -> RunNumber? {
        guard let pipeline = run.pipeline, pipeline.errand == .change else { return nil }
        return peers(of: run, in: pipeline).last { number, place in
            place.errand == .change && number > run.number
                && (place.isAt(stage) || !place.ahead.contains(stage))
        }?.0
    }

    /// Another run of the same pipeline that is in `stage`, at work or waiting for its approval.
    func run(inside stage: StageName, besides run: RunState) -> RunNumber? {
        guard let pipeline = run.pipeline else { return nil }
        return peers(of: run, in: pipeline).first { $0.1.inside == stage }?.0
    }

    /// Other unfinished runs of the same pipeline that it takes turns with, rising by number.
    private func peers(of run: RunState, in pipeline: Pipeline) -> [(RunNumber, RunPlace)] {
        guard pipeline.errand != .wayBack else { return [] }
        return runs.filter { number, place in
            number != run.number && place.pipeline == pipeline.name && place.errand != .wayBack
        }
        .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The run that has an environment, or that waited for it before.
    private func holder(of environment: EnvironmentName, before run: RunNumber) -> RunNumber? {
        if let releasing = environments[environment]?.releasing, releasing != run { return releasing }
        return runs.filter { $0.key < run && $0.value.awaits(environment) }.keys.min()
    }
}

extension Event {
    /// Whether the event may let other runs go on, or end them.
    public var concernsOtherRuns: Bool {
        switch self {
        case .run(let event): event.concernsOtherRuns
        case .stage(_, let event): event.concernsOtherRuns
        case .step(_, let event): event.concernsOtherRuns
        case .release(_, let event): event.concernsOtherRuns
        case .standing: true
        case .service, .monitor, .orderTaken, .eventsLost: false
        }
    }
}

extension StepEvent {
    fileprivate var concernsOtherRuns: Bool {
        switch self {
        case .blocked, .unblocked: true
        case .started, .artifactMade, .timedOut, .finished, .retried, .skipped: false
        }
    }
}

extension ReleaseEvent {
    fileprivate var concernsOtherRuns: Bool {
        switch self {
        case .started, .finished: true
        case .versionReady, .databaseMigrated, .stableAsked, .prepared, .instance, .candidateAttached, .requestsRouted,
            .trafficShifting,
            .trafficShifted, .leaseLost, .trafficSampled, .rungPassed, .verdictReached, .halted, .resumed,
            .promotionStarted, .promoted, .oldReleased, .oldKept, .rollbackStarted, .withdrawn, .drainStarted, .drained,
            .retryScheduled, .retried, .routerClosing, .routerClosed:
            false
        }
    }
}

extension RunEvent {
    fileprivate var concernsOtherRuns: Bool {
        switch self {
        case .started, .blocked, .unblocked, .reopened, .finished: true
        case .rulesChanged, .sourceTaken, .cancelRequested, .superseded, .takenUp, .clockJumped: false
        }
    }
}

extension StageEvent {
    fileprivate var concernsOtherRuns: Bool {
        switch self {
        case .started, .approvalRequested, .approved, .finished: true
        case .rejected, .approvalExpired, .timedOut: false
        }
    }
}
