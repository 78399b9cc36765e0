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
        noteReadiness(before: stage)
        if giveWay(at: stage.name) { return true }
        guard mayEnter(stage.name, unless: ledger.hold(of: run, before: stage.stage)) else { return false }
        begin(stage)
        return true
    }

    private mutating func begin(_ stage: StageState) {
        emit(.stage(stage.name, .started))
        if stage.stage.gate != nil || wayBack(before: stage) != nil { ask(for: stage) }
    }

    private mutating func ask(for stage: StageState) {
        let expires = run.gates(toPassFor: stage).compactMap(\.expires).min()
        emit(
            .stage(
                stage.name,
                .approvalRequested(expires: expires.map { now + $0 }, wayBack: wayBack(before: stage))))
    }

    /// Somebody went back on purpose: what comes by itself would undo that, and nobody would know why.
    private func wayBack(before stage: StageState) -> WayBack? {
        guard run.pipeline?.stored == nil else { return nil }
        return stage.stage.steps.compactMap(\.target).lazy.compactMap { ledger.environments[$0]?.wayBack }.first
    }

    /// Whether somebody approved the stage knowing of the way back, or there is none.
    private func isLeftToAPerson(_ stage: StageState) -> Bool {
        guard let wayBack = wayBack(before: stage) else { return false }
        return stage.approval?.answeredBy == nil || stage.approval?.wayBack != wayBack
    }

    /// Asks under the gate of an earlier file.
    private mutating func ask(for stage: StageState, under former: RunNumber) {
        let expires = run.formerGate?.expires.map { now + $0 }
        emit(.stage(stage.name, .approvalRequested(expires: expires, under: former)))
    }

    /// Whether somebody has to answer before the stage may deploy; they are asked unless something of it is under way.
    private mutating func mustAsk(before stage: StageState, isIdle: Bool) -> Bool {
        if run.isApprovalStale(for: stage) || isLeftToAPerson(stage) {
            if isIdle { ask(for: stage) }
            return true
        }
        guard let former = formerGateToPass() else { return false }
        if isIdle { ask(for: stage, under: former) }
        return true
    }

    private mutating func proceedSteps(of stage: StageState) -> Bool {
        if enforceTimeLimits(of: stage) { return true }
        let begun = stage.steps.indices.filter { stage.steps[$0].phase == .running }
        if run.cancelled, stopWhatJustStops(of: stage, at: begun) { return true }
        let next = stage.next(isCancelled: run.cancelled)
        guard next.isEmpty else { return start(next, of: stage) }
        // What goes on beside a step that failed comes to its own end.
        guard begun.isEmpty else { return false }
        finish(stage)
        return true
    }

    /// Nothing of it is under way or to come.
    private mutating func finish(_ stage: StageState) {
        if let obstacle = stage.obstacle {
            end(stage.name, obstacle.result ?? .errored)
        } else if stage.overdueAfter != nil {
            end(stage.name, .failed)
        } else if run.cancelled, stage.steps.contains(where: \.wasLeftOut) {
            end(stage.name, .cancelled)
        } else {
            emit(.stage(stage.name, .finished(result: .succeeded)))
        }
    }

    /// Whether anything changed.
    private mutating func start(_ steps: [Int], of stage: StageState) -> Bool {
        var hasStarted = false
        for index in steps {
            let id = StepID(stage: stage.name, index: index)
            let step = stage.steps[index].step
            guard stage.steps[index].mayBegin(at: now) else { continue }
            guard mayStart(id, unless: ledger.hold(of: run, before: step)) else { continue }
            // Whoever says no ends the stage: nothing of it may be under way.
            let isIdle = !hasStarted && !stage.steps.contains { $0.phase == .running }
            if step.target != nil, mustAsk(before: stage, isIdle: isIdle) { return hasStarted }
            start(id, step)
            hasStarted = true
        }
        return hasStarted
    }

    /// A command has to be ended, and is only over then; a release takes itself back. Everything else just stops when it is
    /// no longer wanted.
    private mutating func stopWhatJustStops(of stage: StageState, at running: [Int]) -> Bool {
        let stopping = running.filter {
            stage.steps[$0].step.kind.justStops && stage.steps[$0].isToStop(isCancelled: true)
        }
        for index in stopping {
            emit(.step(StepID(stage: stage.name, index: index), .finished(result: .cancelled)))
        }
        return !stopping.isEmpty
    }

    private mutating func start(_ id: StepID, _ step: Step) {
        noteMigration(by: id)
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
            finish(step, .succeeded, .artifact(artifact))
        // The build did not make what the pipeline file says: that is bad, and no error of ours.
        case .artifactMissing(let detail): finish(step, .failed, .missing(detail))
        case .checked(.good(let took)): finish(step, .succeeded, .answered(after: took))
        case .checked(.bad(let detail)): finish(step, .failed, .badAnswer(detail))
        case .sourceTaken(let taken): take(taken, by: step)
        case .sourceRefused(let detail): finish(step, .failed, .missing(detail))
        case .errored(let effect, let problem): take(problem, of: effect, in: step)
        }
    }

    private mutating func take(_ taken: TakenSource?, by step: StepID) {
        if let taken, case .source(let source)? = run.stepState(step)?.step.work {
            emit(.run(.sourceTaken(pipeline: taken.pipeline.taking(source), change: taken.change)))
        }
        finish(step, .succeeded, taken?.remark.map { .remark($0) })
    }

    private mutating func end(_ step: StepID, _ outcome: CommandOutcome, _ output: OutputEnd?) {
        guard let state = run.stepState(step) else { return }
        let isStopped = state.isToStop(isCancelled: run.cancelled)
        switch outcome {
        case .unknown(let problem): finish(step, .errored, .problem(problem), output, title: state.step.name)
        case .exited where isStopped, .signalled where isStopped:
            guard let overdue = state.overdue, !run.cancelled else {
                finish(step, .cancelled, title: state.step.name)
                return
            }
            finish(step, .failed, overdue, output, title: state.step.name)
        case .exited(code: 0): finish(step, .succeeded, title: state.step.name)
        case .exited(let code): finish(step, .failed, .exited(code: code), output, title: state.step.name)
        case .signalled(let signal): finish(step, .failed, .signalled(signal), output, title: state.step.name)
        }
    }

    /// Ends a step, and has it done again where its retries are not used up.
    mutating func finish(
        _ id: StepID, _ result: RunResult, _ report: StepReport? = nil, _ output: OutputEnd? = nil,
        title: String? = nil
    ) {
        emit(.step(id, .finished(result: result, report: report, title: title, output: output)))
        // Where an earlier program began it.
        noteMigration(by: id)
        // Of a command that errored nobody can tell whether it still goes on.
        guard !run.cancelled, let state = run.stepState(id), result == state.step.kind.repeatedResult,
            let rule = state.step.terms.retry,
            run.stages.first(where: { $0.name == id.stage })?.overdueAfter == nil
        else { return }
        let retry = (state.automaticRetries ?? 0) + 1
        if retry <= rule.times { emit(.step(id, .retried(after: rule.pause(before: retry)))) }
    }

    private mutating func take(_ problem: Problem, of effect: StepEffect, in step: StepID) {
        switch effect {
        case .makeArtifact, .takeStored, .takeSource, .check: finish(step, .errored, .problem(problem))
        case .runCommand, .stopCommand: end(step, .unknown(problem), nil)
        }
    }
}
