import Delivery

/// The executor's part: inputs in, events recorded, effects begun and cancelled.
extension Rollout {
    /// - Returns: whether the input was taken; `nil` when nobody was there to say so.
    @discardableResult
    mutating func deliver(_ input: Input, to run: RunNumber) -> Bool? {
        guard executor.isUp, noticeClock(of: run) else { return nil }
        do {
            return carryOut(try executor.decide(input, for: run, at: timeOfDay), of: run, isSample: input.isSample)
        } catch {
            trace.note(clock.elapsed, of: run, "refused: \(error)")
            return false
        }
    }

    /// - Returns: as ``deliver(_:to:)`` does.
    mutating func deliver(_ order: Order) -> Bool? {
        guard executor.isUp, order.demand.run.map({ noticeClock(of: $0) }) ?? true else { return nil }
        do {
            return carryOut(try decide(order), of: order.demand.run, for: order)
        } catch {
            trace.note(clock.elapsed, of: order.demand.run, "refused: \(error)")
            watch.refuse(order)
            return false
        }
    }

    private func decide(_ order: Order) throws(Refusal) -> [Event] {
        switch order.demand {
        case .command(let command, let run):
            let input = Input.command(command, by: order.actor, reason: order.demand.reason, id: order.id)
            return try executor.decide(input, for: run, at: timeOfDay)
        case .insistence(let command, let run):
            let input = Input.command(command, by: order.actor, reason: nil, id: order.id, anyway: true)
            return try executor.decide(input, for: run, at: timeOfDay)
        case .standing(let standing):
            return try executor.core.decideStanding(
                executor.ledger, standing, order.actor, order.demand.reason, order.id)
        }
    }

    /// Records what was decided, and sees to what follows from it; `nil` when the executor dies over it.
    private mutating func carryOut(
        _ events: [Event], of run: RunNumber?, for order: Order? = nil, isSample: Bool = false
    ) -> Bool? {
        let crashPoint = drawCrash(deciding: events.count, isSample: isSample)
        if crashPoint != .beforeRecording { record(events, of: run, for: order) }
        if crashPoint == .afterEffects { reconcile(run) }
        guard crashPoint == nil else {
            crash()
            return nil
        }
        reconcile(run)
        if events.contains(where: executor.core.concernsOtherRuns) { wakeRuns(except: run) }
        return true
    }

    private mutating func record(_ events: [Event], of run: RunNumber?, for order: Order?) {
        executor.record(events, of: run, at: timeOfDay)
        watch.record(events, of: run, for: order)
        for event in events { trace.note(clock.elapsed, of: run, event.traceLine) }
    }

    private mutating func reconcile(_ run: RunNumber?) {
        guard let run, let process = executor[run] else { return }
        guard process.isCarriedOut || process.progress == .ended else { return joinLater(run) }
        if !process.isSettled {
            let (begun, cancelled) = executor.reconcile(run)
            for attempt in cancelled { cancel(attempt) }
            for (effect, attempt) in begun { begin(effect, attempt, of: run) }
        }
        setAlarm(for: run)
    }

    /// An alarm that is set already goes off all the same.
    private mutating func setAlarm(for run: RunNumber) {
        guard let deadline = executor.state(of: run)?.nextDeadline(after: timeOfDay), alarms[run] != deadline
        else { return }
        alarms[run] = deadline
        queue.add(.deadline(run, deadline), at: deadline + (.zero - clockShift))
    }

    /// Whoever opens a run again carries it out a little later.
    private mutating func joinLater(_ run: RunNumber) {
        queue.add(.join(run, life: executor.life), at: clock.now + chance.duration(0...50))
    }

    private mutating func wakeRuns(except run: RunNumber?) {
        for plan in scenario.runs where plan.number != run && executor.attends(to: plan.number) {
            guard awakened.insert(plan.number).inserted else { continue }
            queue.add(.wake(plan.number), at: clock.now + chance.duration(0...20))
        }
    }

    /// A cancelled effect has either happened by now, or never will.
    mutating func cancel(_ attempt: Int) {
        guard let course = courses.removeValue(forKey: attempt) else { return }
        let happened = course.isDone && !isCutOff(course.effect) && chance.chance(0.5)
        trace.note(
            clock.elapsed, of: course.run, "  cancelled\(happened ? " too late" : ""): \(course.effect)")
        if happened { perform(course) }
    }

    mutating func answer(_ run: RunNumber, _ effect: Effect, _ attempt: Int, _ input: Input) {
        guard executor.isUp, let process = executor[run], attempt >= process.firstAttemptOfLife,
            process.isCarriedOut || process.progress == .ended,
            process.running[effect] == attempt || chance.chance(scenario.faults.lateAnswers)
        else { return }
        deliver(input, to: run)
    }
}

extension Input {
    fileprivate var isSample: Bool {
        if case .sampled = self { return true }
        return false
    }
}
