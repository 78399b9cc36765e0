/// Waiting for gates that people shut, and for other runs.
extension Draft {
    /// Whether the run goes on; otherwise the reason is recorded, if it is a new one.
    mutating func mayGoOn(in stage: StageName, unless cause: HoldCause?) -> Bool {
        guard let cause else {
            if run.hold != nil { emit(.holdEnded(stage: stage)) }
            return true
        }
        if run.hold?.cause != cause || run.hold?.stage != stage { emit(.held(stage: stage, cause: cause)) }
        return false
    }

    /// Ends a run that waits at a stage which a newer one has come to. One at work there is left alone.
    mutating func giveWay(at stage: StageName) -> Bool {
        guard run.pipeline?.queue == .superseded, let newer = ledger.successor(of: run, at: stage) else { return false }
        emit(.superseded(by: newer))
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
        let freezes = stage.steps.lazy.compactMap(\.target).compactMap(freeze)
        return freezes.first ?? occupant(of: stage.name, before: run).map { .stageOccupied(by: $0) }
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
        guard let pipeline = run.pipeline else { return nil }
        return peers(of: run, in: pipeline).last { number, place in
            number > run.number && (place.isAt(stage) || !place.ahead.contains(stage))
        }?.0
    }

    /// Another run of the same pipeline that is in `stage`, at work or waiting for its approval.
    func run(inside stage: StageName, besides run: RunState) -> RunNumber? {
        guard let pipeline = run.pipeline else { return nil }
        return peers(of: run, in: pipeline).first { $0.1.inside == stage }?.0
    }

    /// Other unfinished runs of the same pipeline, rising by number.
    private func peers(of run: RunState, in pipeline: Pipeline) -> [(RunNumber, RunPlace)] {
        runs.filter { $0.key != run.number && $0.value.pipeline == pipeline.name }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The run that has an environment, or that waited for it before.
    private func holder(of environment: EnvironmentName, before run: RunNumber) -> RunNumber? {
        if let releasing = environments[environment]?.releasing, releasing != run { return releasing }
        return runs.filter { $0.key < run && $0.value.awaits == environment }.keys.min()
    }
}

extension Event {
    /// Whether the event may let other runs go on, or end them.
    public var concernsOtherRuns: Bool {
        switch self {
        case .runStarted, .held, .holdEnded, .stageStarted, .approvalRequested, .approved, .stageFinished, .runFinished,
            .runReopened, .releaseStarted, .releaseFinished, .environmentFrozen, .environmentUnfrozen,
            .transitionDisabled, .transitionEnabled:
            true
        default: false
        }
    }
}
