import Values

/// How long steps and stages may take.
extension Draft {
    /// Whether anything took too long, and it was noticed only now.
    mutating func enforceTimeLimits(of stage: StageState) -> Bool {
        var isLate = false
        if let limit = stage.stage.timeout, stage.isLate(at: now) {
            emit(.stage(stage.name, .timedOut(after: limit)))
            for index in stage.steps.indices { expire(stage, index, after: limit, ofStage: true) }
            isLate = true
        }
        for index in stage.steps.indices where stage.steps[index].isLate(at: now) {
            guard let limit = stage.steps[index].step.terms.timeout else { continue }
            expire(stage, index, after: limit)
            isLate = true
        }
        return isLate
    }

    private mutating func expire(_ stage: StageState, _ index: Int, after limit: Duration, ofStage: Bool = false) {
        let id = StepID(stage: stage.name, index: index)
        guard let step = run.stepState(id), step.phase == .running, step.overdue == nil else { return }
        emit(.step(id, .timedOut(after: limit, ofStage: ofStage)))
        if step.step.kind.justStops { finish(id, .failed, .timedOut(after: limit, ofStage: ofStage)) }
    }
}

extension StageState {
    func isLate(at now: Timestamp) -> Bool { overdueAfter == nil && deadline.map { now >= $0 } ?? false }

    var deadlines: [Timestamp?] {
        guard phase == .running else { return [] }
        return [overdueAfter == nil ? deadline : nil] + steps.map(\.nextDeadline)
    }

    /// A clock that was set back while nobody was there lets nothing take longer than it may from now on.
    mutating func takeUp(at time: Timestamp) {
        if let limit = stage.timeout { deadline = deadline.map { min($0, time + limit) } }
        for index in steps.indices { steps[index].takeUp(at: time) }
    }

    /// Timed things keep the time that they had left when the wall clock is set.
    mutating func moveClock(by jump: Duration) {
        deadline = deadline.map { $0 + jump }
        for index in steps.indices { steps[index].moveClock(by: jump) }
    }
}

extension StepState {
    func isLate(at now: Timestamp) -> Bool {
        phase == .running && overdue == nil && deadline.map { now >= $0 } ?? false
    }

    /// Whether a pause before it is over, or there is none.
    func mayBegin(at now: Timestamp) -> Bool { notBefore.map { now >= $0 } ?? true }

    fileprivate var nextDeadline: Timestamp? {
        switch phase {
        case .queued: notBefore
        case .running: overdue == nil ? deadline : nil
        case .waiting, .halted, .finished: nil
        }
    }

    fileprivate mutating func takeUp(at time: Timestamp) {
        if let limit = step.terms.timeout { deadline = deadline.map { min($0, time + limit) } }
        guard let rule = step.terms.retry else { return }
        let pause = rule.pause(before: automaticRetries ?? 1)
        notBefore = notBefore.map { min($0, time + pause) }
    }

    fileprivate mutating func moveClock(by jump: Duration) {
        deadline = deadline.map { $0 + jump }
        notBefore = notBefore.map { $0 + jump }
    }
}
