import Values

/// Which steps of a stage come next. Those that are done whatever happens, or only after a failure, clean up behind the
/// others.
extension StageState {
    /// The first step that keeps the stage from succeeding.
    var obstacle: StepState? { steps.first(where: \.isObstacle) }

    /// Whether what remains is only what is done all the same.
    private var isBroken: Bool { obstacle != nil || overdueAfter != nil }

    /// The steps that may be begun now, in their order; those that have to wait for a while are among them.
    func next(isCancelled: Bool) -> [Int] {
        let begun = steps.indices.filter { steps[$0].phase == .running }
        let isOver = isBroken || isCancelled
        let queued = steps.indices.filter { steps[$0].phase == .queued }
        let ordinary = isOver ? [] : queued.filter { steps[$0].isOrdinary(inParallel: stage.isParallel) }
        if stage.isParallel, !ordinary.isEmpty { return ordinary }
        guard begun.isEmpty else { return [] }
        if !stage.isParallel, !isOver { return Array(ordinary.prefix(1)) }
        let cleaning = queued.filter { cleansUp(steps[$0].step.terms.condition, isCancelled: isCancelled) }
        return stage.isParallel ? cleaning : Array(cleaning.filter(comesAfterObstacle).prefix(1))
    }

    private func cleansUp(_ condition: StepCondition, isCancelled: Bool) -> Bool {
        switch condition {
        case .always: true
        case .failure: isBroken && !isCancelled
        case .success: false
        }
    }

    /// What stands before the step that failed had its turn.
    private func comesAfterObstacle(_ index: Int) -> Bool {
        steps.firstIndex(where: \.isObstacle).map { index > $0 } ?? true
    }
}

extension StepState {
    /// Whether it is done while all goes well.
    fileprivate func isOrdinary(inParallel isParallel: Bool) -> Bool {
        switch step.terms.condition {
        case .success: true
        case .failure: false
        // Beside the others there would be nothing to clean up yet.
        case .always: !isParallel
        }
    }

    /// Whether it is not begun any more, and would have been.
    var wasLeftOut: Bool { phase == .queued && step.terms.condition != .failure }

    /// Whether its command is to be ended.
    func isToStop(isCancelled: Bool) -> Bool {
        overdue != nil || isCancelled && step.terms.condition != .always
    }
}
