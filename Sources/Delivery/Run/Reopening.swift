import Values

/// Going on with a run that has ended badly: `retry` does again what failed, `skip` overlooks it.
extension Draft {
    mutating func reopen(by actor: Actor, reason: String?) throws(Refusal) {
        for step in try reopenFailures(by: actor, reason: reason) { emit(.step(step, .retried())) }
        repeatCleaning()
    }

    mutating func skipFailures(by actor: Actor, reason: String?) throws(Refusal) {
        guard let reason else { throw Refusal("say why it may be skipped (--reason): it is kept in the audit record") }
        for step in try reopenFailures(by: actor, reason: reason) {
            emit(.step(step, .skipped(by: actor, reason: reason)))
        }
        repeatCleaning()
    }

    /// What cleaned up behind the failure does so again behind what follows.
    private mutating func repeatCleaning() {
        guard let stage = run.stages.first(where: { $0.phase == .running }) else { return }
        for (index, step) in stage.steps.enumerated()
        where step.step.terms.condition != .success && step.phase == .finished && step.skippedBy == nil {
            emit(.step(StepID(stage: stage.name, index: index), .retried()))
        }
    }

    /// The steps that had failed.
    private mutating func reopenFailures(by actor: Actor, reason: String?) throws(Refusal) -> [StepID] {
        guard let pipeline = run.pipeline, let stage = run.brokenStage else { return [] }
        if pipeline.queue != .parallel { try refuseMeeting(in: stage.name) }
        let ahead = run.stages.drop { $0.name != stage.name }.map(\.name)
        let place = RunPlace(
            pipeline: pipeline.name, queue: pipeline.queue, ahead: ahead, isAtWork: true,
            errand: pipeline.errand)
        emit(.run(.reopened(place: place, by: actor, reason: reason)))
        return stage.steps.indices.filter { stage.steps[$0].isObstacle }.map { StepID(stage: stage.name, index: $0) }
    }

    /// The run would be in the stage at once, without having waited for the others.
    private func refuseMeeting(in stage: StageName) throws(Refusal) {
        if let newer = ledger.successor(of: run, at: stage) {
            throw Refusal("run \(newer) is newer and has come as far as \(stage)")
        }
        if let other = ledger.run(inside: stage, besides: run) {
            throw Refusal("run \(other) is in \(stage); order it again when that run has left it")
        }
    }
}

extension RunState {
    /// The stage in which a run broke down that has ended.
    var brokenStage: StageState? {
        guard result == .failed || result == .errored else { return nil }
        return stages.first { $0.obstacle != nil || $0.overdueAfter != nil }
    }

    /// Whether anybody may need the source that it was built from: its own steps, or whoever goes on with what broke down.
    public var mayNeedSource: Bool { result == nil || brokenStage != nil }

    func reopeningRefusal(of order: Order) -> Refusal? {
        guard let result else { return Refusal("run \(number) has not ended") }
        guard let stage = brokenStage else {
            return Refusal(
                "run \(number) has \(result.participle); only what failed can be done again, start a new run")
        }
        guard order == .skip, let step = stage.steps.first(where: { $0.isObstacle && !$0.step.kind.maySkip })
        else { return nil }
        return Refusal("\(step.step.title) can't be skipped: what follows needs it; retry it")
    }
}

extension RunResult {
    /// `has …`
    var participle: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .errored: "errored"
        case .rejected: "been rejected"
        case .rolledBack: "been rolled back"
        case .superseded: "been superseded"
        case .cancelled: "been cancelled"
        }
    }
}

extension Order {
    /// Whether the order is for a run that has ended.
    public var reopens: Bool { self == .retry || self == .skip }
}
