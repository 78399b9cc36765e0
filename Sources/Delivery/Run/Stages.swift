import Values

/// Stages one after the other, and their steps: one after the other, or all at once.
extension Draft {
    mutating func proceedStages() {
        while run.pipeline != nil, run.result == nil {
            guard let stage = run.stages.first(where: { $0.phase != .finished }) else {
                emit(.run(.finished(result: .succeeded, finding: nil)))
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
        guard mayEnter(stage.name, unless: ledger.hold(of: run, before: stage.stage)) else { return false }
        begin(stage)
        return true
    }

    private mutating func begin(_ stage: StageState) {
        emit(.stage(stage.name, .started))
        if stage.stage.gate != nil { ask(for: stage) }
    }

    private mutating func ask(for stage: StageState) {
        let expires = run.gates(toPassFor: stage).compactMap(\.expires).min()
        emit(.stage(stage.name, .approvalRequested(expires: expires.map { now + $0 })))
    }

    private mutating func proceedSteps(of stage: StageState) -> Bool {
        let begun = stage.steps.indices.filter { stage.steps[$0].phase == .running }
        let bad = stage.steps.first(where: \.isObstacle)
        if run.cancelled, stopWhatJustStops(of: stage, at: begun) { return true }
        // What goes on beside a step that failed comes to its own end.
        guard begun.isEmpty || stage.stage.isParallel && bad == nil && !run.cancelled else { return false }
        if let bad {
            end(stage.name, bad.result ?? .errored)
            return true
        }
        let queued = stage.steps.indices.filter { stage.steps[$0].phase == .queued }
        guard !queued.isEmpty || !begun.isEmpty else {
            emit(.stage(stage.name, .finished(result: .succeeded)))
            return true
        }
        if run.cancelled {
            end(stage.name, .cancelled)
            return true
        }
        return start(stage.stage.isParallel ? queued : Array(queued.prefix(1)), of: stage)
    }

    /// Whether anything changed.
    private mutating func start(_ steps: [Int], of stage: StageState) -> Bool {
        var hasStarted = false
        for index in steps {
            let id = StepID(stage: stage.name, index: index)
            let step = stage.steps[index].step
            guard mayStart(id, unless: ledger.hold(of: run, before: step)) else { continue }
            if step.target != nil, run.isApprovalStale(for: stage) {
                // Whoever says no ends the stage: nothing of it may be under way.
                if !hasStarted, !stage.steps.contains(where: { $0.phase == .running }) { ask(for: stage) }
                return hasStarted
            }
            start(id, step)
            hasStarted = true
        }
        return hasStarted
    }

    /// A command has to be ended, and is only over then; a release takes itself back. Everything else just stops when it is
    /// no longer wanted.
    private mutating func stopWhatJustStops(of stage: StageState, at running: [Int]) -> Bool {
        let stopping = running.filter { stage.steps[$0].step.kind.justStops }
        for index in stopping {
            emit(.step(StepID(stage: stage.name, index: index), .finished(result: .cancelled)))
        }
        return !stopping.isEmpty
    }

    private mutating func start(_ id: StepID, _ step: Step) {
        emit(.step(id, .started))
        guard let environment = step.target else { return }
        startRelease(into: environment, for: id)
    }

    /// Ends a stage, and the run with it.
    mutating func end(_ stage: StageName, _ result: RunResult) {
        emit(.stage(stage, .finished(result: result)))
        let culprit = run.releases.last { $0.finding != nil }
        let environment = run.namesEnvironments ? culprit?.environment : nil
        emit(.run(.finished(result: result, finding: culprit?.finding, in: environment)))
    }

    /// Whether the step is running and so can end.
    private func isRunning(_ id: StepID) -> Bool {
        run.stepState(id)?.phase == .running
    }

    mutating func take(_ input: StepInput, of step: StepID) {
        // What became of one that is over concerns nobody.
        guard isRunning(step) else { return }
        switch input {
        case .ended(let outcome, let output): end(step, outcome, output)
        case .artifactMade(let artifact):
            emit(.step(step, .artifactMade(artifact: artifact)))
            emit(.step(step, .finished(result: .succeeded, report: .artifact(artifact))))
        // The build did not make what the pipeline file says: that is bad, and no error of ours.
        case .artifactMissing(let detail): emit(.step(step, .finished(result: .failed, report: .missing(detail))))
        case .checked(.good(let took)):
            emit(.step(step, .finished(result: .succeeded, report: .answered(after: took))))
        case .checked(.bad(let detail)): emit(.step(step, .finished(result: .failed, report: .badAnswer(detail))))
        case .errored(let effect, let problem): take(problem, of: effect, in: step)
        }
    }

    private mutating func end(_ step: StepID, _ outcome: CommandOutcome, _ output: OutputEnd?) {
        let title = run.stepState(step)?.step.name
        func finish(_ result: RunResult, _ report: StepReport? = nil, _ output: OutputEnd? = nil) {
            emit(.step(step, .finished(result: result, report: report, title: title, output: output)))
        }
        switch outcome {
        case .exited where run.cancelled, .signalled where run.cancelled: finish(.cancelled)
        case .exited(code: 0): finish(.succeeded)
        case .exited(let code): finish(.failed, .exited(code: code), output)
        case .signalled(let signal): finish(.failed, .signalled(signal), output)
        case .unknown(let problem): finish(.errored, .problem(problem), output)
        }
    }

    private mutating func take(_ problem: Problem, of effect: StepEffect, in step: StepID) {
        switch effect {
        case .makeArtifact, .check: emit(.step(step, .finished(result: .errored, report: .problem(problem))))
        case .runCommand, .stopCommand: end(step, .unknown(problem), nil)
        }
    }
}
