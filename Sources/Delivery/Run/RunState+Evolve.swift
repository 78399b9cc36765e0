import Values

extension RunState {
    /// Takes one more event into account: the fold that executor, dashboard, replay and recovery share.
    public mutating func apply(_ event: Event, at time: Timestamp) {
        switch event {
        case .run(let event): apply(event, at: time)
        case .stage(let stage, let event):
            if case .approved = event { notePassedGates(of: stage) }
            updateStage(stage) { $0.apply(event, at: time) }
        case .step(let step, let event):
            if case .artifactMade(let artifact) = event { take(artifact) }
            updateStage(step.stage) { $0.apply(event, to: step, at: time) }
        case .release(let environment, .started(let plan)):
            guard let settings = pipeline?.environments[environment] else { return }
            begin(ReleaseState(environment: environment, settings: settings, plan: plan, at: time))
        case .release(let environment, .versionReady): if !readied.contains(environment) { readied.append(environment) }
        case .release(let environment, let event): updateRelease(in: environment) { $0.apply(event, at: time) }
        case .service(let environment, let event): updateRelease(in: environment) { $0.apply(event, at: time) }
        case .orderTaken(let id, _): takenOrders.insert(id)
        case .standing, .monitor, .eventsLost: break
        }
    }

    private mutating func take(_ artifact: Artifact) {
        // What was approved was another one.
        if let earlier = self.artifact, earlier.digest != artifact.digest { (passedGates, readied) = ([], []) }
        self.artifact = artifact
    }

    private mutating func apply(_ event: RunEvent, at time: Timestamp) {
        switch event {
        case .started(let pipeline, let change, let actor, let workspace):
            self.pipeline = pipeline
            self.change = change
            startedBy = actor
            self.workspace = workspace
            startedAt = time
            stages = pipeline.stages.map(StageState.init)
        case .sourceTaken(let pipeline, let change): take(pipeline, change)
        case .rulesChanged(let change): ruleChange = change
        case .cancelRequested: cancelled = true
        case .takenUp:
            updateReleases { $0.takeUp(at: time) }
            for index in stages.indices { stages[index].takeUp(at: time) }
        case .blocked(let stage, let cause): stageHold = Hold(stage: stage, cause: cause, since: time)
        case .unblocked: stageHold = nil
        case .superseded(let newer): supersededBy = newer
        case .clockJumped(let jump):
            updateReleases { $0.moveClock(by: jump, at: time) }
            for index in stages.indices { stages[index].moveClock(by: jump) }
        case .reopened(let place, _, _): reopen(at: place.stage, time)
        case .finished(let result, let finding, _):
            self.result = result
            self.finding = finding
            stageHold = nil
            finishedAt = time
        }
    }

    /// Only what takes the source has begun.
    private mutating func take(_ pipeline: Pipeline, _ change: Change) {
        self.pipeline = pipeline
        self.change = change
        let begun = stages.filter { $0.phase != .queued }
        stages = pipeline.stages.map { stage in begun.first { $0.name == stage.name } ?? StageState(stage: stage) }
    }

    private mutating func reopen(at stage: StageName?, _ time: Timestamp) {
        result = nil
        finding = nil
        finishedAt = nil
        cancelled = false
        guard let stage else { return }
        updateStage(stage) { $0.reopen(at: time) }
    }

    private mutating func updateStage(_ name: StageName, _ change: (inout StageState) -> Void) {
        guard let index = stages.firstIndex(where: { $0.name == name }) else { return }
        change(&stages[index])
    }
}

extension StageState {
    mutating func apply(_ event: StageEvent, at time: Timestamp) {
        switch event {
        case .started:
            phase = .running
            startedAt = time
            beginTime(at: time)
        case .approvalRequested(let expires, let wayBack, let former):
            phase = .waiting
            // Nobody's thinking is counted.
            deadline = nil
            approval = Approval(requestedAt: time, expires: expires, wayBack: wayBack, under: former)
        case .approved(let actor, let reason, let commit, let digest):
            answer(by: actor, reason: reason)
            beginTime(at: time)
            approval?.commit = commit
            approval?.digest = digest
        case .rejected(let actor, let reason): answer(by: actor, reason: reason)
        case .approvalExpired: answer(by: .policy, reason: "expired")
        case .timedOut(let limit): overdueAfter = limit
        case .finished(let result):
            phase = .finished
            self.result = result
            finishedAt = time
        }
    }

    private mutating func beginTime(at time: Timestamp) {
        overdueAfter = nil
        deadline = stage.timeout.map { time + $0 }
    }

    private mutating func answer(by actor: Actor, reason: String?) {
        phase = .running
        approval?.answeredBy = actor
        approval?.reason = reason
    }

    mutating func reopen(at time: Timestamp) {
        phase = .running
        beginTime(at: time)
        result = nil
        finishedAt = nil
    }

    mutating func apply(_ event: StepEvent, to step: StepID, at time: Timestamp) {
        guard steps.indices.contains(step.index) else { return }
        if case .blocked(let cause) = event {
            steps[step.index].hold = Hold(stage: name, cause: cause, since: time)
        } else {
            steps[step.index].apply(event, at: time)
        }
    }
}

extension StepState {
    mutating func apply(_ event: StepEvent, at time: Timestamp) {
        switch event {
        // The stage, which knows its name, keeps that.
        case .blocked: break
        case .unblocked: hold = nil
        case .started:
            hold = nil
            phase = .running
            startedAt = time
            notBefore = nil
            deadline = step.terms.timeout.map { time + $0 }
        // The run keeps it: it is the same for all steps.
        case .artifactMade: break
        case .finished(let result, let report, _, let output):
            hold = nil
            phase = .finished
            self.result = result
            self.report = report
            self.output = output
            finishedAt = time
        case .timedOut(let limit, let ofStage): overdue = .timedOut(after: limit, ofStage: ofStage)
        case .retried(let pause):
            let (next, retries) = (attempt + 1, automaticRetries ?? 0)
            self = StepState(step: step)
            attempt = next
            automaticRetries = pause == nil ? nil : retries + 1
            notBefore = pause.map { time + $0 }
        case .skipped(let actor, _): skippedBy = actor
        }
    }
}
