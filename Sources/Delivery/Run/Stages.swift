/// Stages and steps, one after the other.
extension Draft {
    mutating func proceedStages() {
        while run.pipeline != nil, run.result == nil {
            guard let stage = run.stages.first(where: { $0.phase != .finished }) else {
                emit(.runFinished(result: .succeeded, finding: nil))
                return
            }
            guard proceed(with: stage) else { return }
        }
    }

    /// Whether anything changed, so that there may be more to do.
    private mutating func proceed(with stage: StageState) -> Bool {
        switch stage.phase {
        case .queued:
            return enter(stage)
        case .running:
            return proceedSteps(of: stage)
        case .waiting, .halted, .finished:
            if run.cancelled {
                end(stage.name, .cancelled)
                return true
            }
            return giveWay(at: stage.name)
        }
    }

    private mutating func enter(_ stage: StageState) -> Bool {
        if run.cancelled {
            end(stage.name, .cancelled)
            return true
        }
        if giveWay(at: stage.name) { return true }
        guard mayGoOn(in: stage.name, unless: ledger.hold(of: run, before: stage.stage)) else { return false }
        begin(stage)
        return true
    }

    private mutating func begin(_ stage: StageState) {
        emit(.stageStarted(stage: stage.name))
        if stage.stage.gate != nil { ask(for: stage) }
    }

    private mutating func ask(for stage: StageState) {
        let expires = run.gates(toPassFor: stage).compactMap(\.expires).min()
        emit(.approvalRequested(stage: stage.name, expires: expires.map { now + $0 }))
    }

    private mutating func proceedSteps(of stage: StageState) -> Bool {
        if let bad = stage.steps.first(where: \.isObstacle) {
            end(stage.name, bad.result ?? .errored)
            return true
        }
        guard let index = stage.steps.firstIndex(where: { $0.phase != .finished }) else {
            emit(.stageFinished(stage: stage.name, result: .succeeded))
            return true
        }
        guard stage.steps[index].phase == .queued else { return stopCommand(of: stage, at: index) }
        if run.cancelled {
            end(stage.name, .cancelled)
            return true
        }
        let step = stage.steps[index].step
        guard mayGoOn(in: stage.name, unless: ledger.hold(of: run, before: step)) else { return false }
        if step.target != nil, run.isApprovalStale(for: stage) {
            ask(for: stage)
            return false
        }
        start(StepID(stage: stage.name, index: index), step)
        return true
    }

    /// Making an artifact just stops when it is no longer wanted. A command has to be ended, and is only over then.
    private mutating func stopCommand(of stage: StageState, at index: Int) -> Bool {
        guard run.cancelled, case .artifact = stage.steps[index].step else { return false }
        emit(.stepFinished(step: StepID(stage: stage.name, index: index), result: .cancelled, detail: nil))
        return true
    }

    private mutating func start(_ id: StepID, _ step: Step) {
        emit(.stepStarted(step: id))
        guard case .deploy(let environment) = step else { return }
        startRelease(into: environment, for: id)
    }

    /// Ends a stage, and the run with it.
    mutating func end(_ stage: StageName, _ result: RunResult) {
        emit(.stageFinished(stage: stage, result: result))
        emit(.runFinished(result: result, finding: run.release?.finding))
    }

    /// Whether the step is running and so can end.
    private func isRunning(_ id: StepID) -> Bool {
        run.stepState(id)?.phase == .running
    }

    mutating func endCommand(_ step: StepID, _ outcome: CommandOutcome, _ output: OutputEnd?) {
        guard isRunning(step) else { return }
        let title = run.stepState(step)?.step.name
        switch outcome {
        case .exited where run.cancelled, .signalled where run.cancelled:
            emit(.stepFinished(step: step, result: .cancelled, detail: nil, title: title))
        case .exited(code: 0): emit(.stepFinished(step: step, result: .succeeded, detail: nil, title: title))
        case .exited(let code):
            let detail = "exit status \(code)"
            emit(.stepFinished(step: step, result: .failed, detail: detail, title: title, output: output))
        case .signalled(let signal):
            let detail = "ended by signal \(signal)"
            emit(.stepFinished(step: step, result: .failed, detail: detail, title: title, output: output))
        case .unknown(let problem):
            emit(
                .stepFinished(
                    step: step, result: .errored, detail: problem.description, title: title, output: output))
        }
    }

    mutating func takeArtifact(_ step: StepID, _ artifact: Artifact) {
        guard isRunning(step) else { return }
        emit(.artifactMade(step: step, artifact: artifact))
        emit(.stepFinished(step: step, result: .succeeded, detail: "\(artifact.version) \(artifact.digest.short)"))
    }

    /// The build did not make what the pipeline file says: that is bad, and no error of ours.
    mutating func missArtifact(_ step: StepID, _ detail: String) {
        guard isRunning(step) else { return }
        emit(.stepFinished(step: step, result: .failed, detail: detail))
    }

    mutating func failArtifact(_ step: StepID, _ problem: Problem) {
        guard isRunning(step) else { return }
        emit(.stepFinished(step: step, result: .errored, detail: problem.description))
    }
}
