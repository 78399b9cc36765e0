extension RunState {
    /// The state after one more event: the fold that executor, dashboard, replay and recovery share.
    public func evolved(by event: Event, at time: Timestamp) -> RunState {
        var next = self
        next.apply(event, at: time)
        return next
    }

    /// Takes one more event into account, in place.
    public mutating func apply(_ event: Event, at time: Timestamp) {
        switch event {
        case .runStarted(let pipeline, let change, let actor, let workspace):
            self.pipeline = pipeline
            self.change = change
            startedBy = actor
            self.workspace = workspace
            startedAt = time
            stages = pipeline.stages.map(StageState.init)
        case .cancelRequested:
            cancelled = true
        case .commandTaken(let id, _):
            takenCommands.insert(id)
        case .takenUp:
            release?.takeUp(at: time)
        case .held(let stage, let cause):
            hold = Hold(stage: stage, cause: cause, since: time)
        case .holdEnded:
            hold = nil
        case .superseded(let newer):
            supersededBy = newer
        case .runFinished(let result, let finding):
            self.result = result
            self.finding = finding
            hold = nil
            finishedAt = time
        case .runReopened(let place, _, _):
            reopen(at: place.stage)
        case .releaseStarted(let environment, let plan):
            guard let settings = pipeline?.environments[environment] else { return }
            release = ReleaseState(environment: environment, settings: settings, plan: plan, at: time)
        case .artifactMade(_, let artifact):
            self.artifact = artifact
        case .clockJumped(let jump):
            release?.moveClock(by: jump, at: time)
        default:
            if event.environment == nil {
                applyToStages(event, at: time)
            } else {
                release?.apply(event, at: time)
            }
        }
    }

    private mutating func applyToStages(_ event: Event, at time: Timestamp) {
        switch event {
        case .stageStarted(let stage):
            updateStage(stage) { $0.begin(at: time) }
        case .approvalRequested(let stage, let expires):
            updateStage(stage) { $0.await(Approval(requestedAt: time, expires: expires)) }
        case .approved(let stage, let actor, let reason, let commit, let digest):
            updateStage(stage) { $0.approve(by: actor, reason: reason, commit, digest) }
        case .rejected(let stage, let actor, let reason):
            updateStage(stage) { $0.answer(by: actor, reason: reason) }
        case .approvalExpired(let stage):
            updateStage(stage) { $0.answer(by: .policy, reason: "expired") }
        case .stageFinished(let stage, let result):
            updateStage(stage) { $0.end(result, at: time) }
        case .stepStarted(let step):
            updateStage(step.stage) { $0.beginStep(step.index, at: time) }
        case .stepFinished(let step, let result, let detail, _, let output):
            updateStage(step.stage) { $0.endStep(step.index, result, detail, output, at: time) }
        case .stepRetried(let step):
            updateStage(step.stage) { $0.repeatStep(step.index) }
        case .stepSkipped(let step, let actor, _):
            updateStage(step.stage) { $0.skipStep(step.index, by: actor) }
        default:
            break
        }
    }

    private mutating func reopen(at stage: StageName?) {
        result = nil
        finding = nil
        finishedAt = nil
        cancelled = false
        guard let stage else { return }
        updateStage(stage) { $0.reopen() }
    }

    private mutating func updateStage(_ name: StageName, _ change: (inout StageState) -> Void) {
        guard let index = stages.firstIndex(where: { $0.name == name }) else { return }
        change(&stages[index])
    }
}

extension StageState {
    mutating func begin(at time: Timestamp) {
        phase = .running
        startedAt = time
    }

    mutating func await(_ approval: Approval) {
        phase = .waiting
        self.approval = approval
    }

    mutating func answer(by actor: Actor, reason: String?) {
        phase = .running
        approval?.answeredBy = actor
        approval?.reason = reason
    }

    mutating func approve(by actor: Actor, reason: String?, _ commit: String?, _ digest: Digest?) {
        answer(by: actor, reason: reason)
        approval?.commit = commit
        approval?.digest = digest
    }

    mutating func end(_ result: RunResult, at time: Timestamp) {
        phase = .finished
        self.result = result
        finishedAt = time
    }

    mutating func reopen() {
        phase = .running
        result = nil
        finishedAt = nil
    }

    mutating func repeatStep(_ index: Int) {
        guard steps.indices.contains(index) else { return }
        let attempt = steps[index].attempt
        steps[index] = StepState(step: steps[index].step)
        steps[index].attempt = attempt + 1
    }

    mutating func skipStep(_ index: Int, by actor: Actor) {
        guard steps.indices.contains(index) else { return }
        steps[index].skippedBy = actor
    }

    mutating func beginStep(_ index: Int, at time: Timestamp) {
        guard steps.indices.contains(index) else { return }
        steps[index].phase = .running
        steps[index].startedAt = time
    }

    mutating func endStep(
        _ index: Int, _ result: RunResult, _ detail: String?, _ output: OutputEnd?, at time: Timestamp
    ) {
        guard steps.indices.contains(index) else { return }
        steps[index].phase = .finished
        steps[index].result = result
        steps[index].detail = detail
        steps[index].output = output
        steps[index].finishedAt = time
    }
}
