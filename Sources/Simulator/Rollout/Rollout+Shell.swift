import Delivery
import Values

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
    mutating func deliver(_ order: GivenOrder) -> Bool? {
        guard executor.isUp, order.demand.run.map({ noticeClock(of: $0) }) ?? true else { return nil }
        do {
            return carryOut(try decide(order), of: order.demand.run, for: order)
        } catch {
            trace.note(clock.elapsed, of: order.demand.run, "refused: \(error)")
            watch.refuse(order)
            return false
        }
    }

    private func decide(_ order: GivenOrder) throws(Refusal) -> [Event] {
        switch order.demand {
        case .command(let command, let run):
            let input = Input.order(
                command, by: order.actor, reason: order.demand.reason, id: order.id, in: order.environment)
            return try executor.decide(input, for: run, at: timeOfDay)
        case .insistence(let command, let run):
            let input = Input.order(
                command, by: order.actor, reason: nil, id: order.id, anyway: true, in: order.environment)
            return try executor.decide(input, for: run, at: timeOfDay)
        case .standing(let standing):
            return try executor.core.decideStanding(
                executor.ledger, standing, order.actor, order.demand.reason, order.id)
        }
    }

    /// Records what was decided, and sees to what follows from it; `nil` when the executor dies over it.
    private mutating func carryOut(
        _ events: [Event], of run: RunNumber?, for order: GivenOrder? = nil, isSample: Bool = false
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

    private mutating func record(_ events: [Event], of run: RunNumber?, for order: GivenOrder?) {
        executor.record(events, of: run, at: timeOfDay)
        watch.record(events, of: run, for: order)
        for event in events { trace.note(clock.elapsed, of: run, event.traceLine) }
    }

    private mutating func reconcile(_ run: RunNumber?) {
        guard let run, let process = executor[run] else { return }
        guard process.isCarriedOut || process.progress == .ended else { return joinLater(run) }
        if !process.isSettled {
            let change = executor.reconcile(run)
            for attempt in change.cancelled { cancel(SimulatedAttempt(run: run, attempt: attempt)) }
            for attempt in change.begun { begin(SimulatedAttempt(run: run, attempt: attempt)) }
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

    /// What was told the router has happened by now, or never will; what starts a process may still be on its way.
    private mutating func cancel(_ attempt: SimulatedAttempt) {
        guard let course = courses.removeValue(forKey: attempt) else { return end(attempt) }
        guard course.effect.startsProcess else {
            settle(course)
            return end(attempt)
        }
        departing[attempt] = course
        queue.add(.leave(attempt), at: clock.now + chance.duration(0...60))
    }

    /// Decides whether a cancelled effect was held up.
    mutating func settle(_ course: Course) {
        let happened = course.isDone && !isCutOff(course.effect) && chance.chance(0.5)
        trace.note(
            clock.elapsed, of: course.run, "  cancelled\(happened ? " too late" : ""): \(course.effect)")
        if happened { perform(course) }
    }

    mutating func leave(_ attempt: SimulatedAttempt) {
        guard let course = departing.removeValue(forKey: attempt) else { return }
        settle(course)
        end(attempt)
    }

    private mutating func end(_ attempt: SimulatedAttempt) {
        for next in executor.end(attempt.attempt, of: attempt.run) {
            begin(SimulatedAttempt(run: attempt.run, attempt: next))
        }
    }

    mutating func answer(_ attempt: SimulatedAttempt, _ input: Input) {
        let run = attempt.run
        guard executor.isUp, let process = executor[run], attempt.attempt.number >= process.firstAttemptOfLife,
            process.isCarriedOut || process.progress == .ended,
            executor.isRunning(attempt.attempt, of: run) || chance.chance(scenario.faults.lateAnswers)
        else { return }
        deliver(input, to: run)
    }
}

extension Input {
    fileprivate var isSample: Bool {
        if case .release(_, .sampled) = self { return true }
        return false
    }
}

extension Effect {
    /// Whether a process comes of it: whoever cancels that may come too late, and has to wait for its end.
    fileprivate var startsProcess: Bool {
        switch self {
        case .step(_, let effect):
            switch effect {
            case .runCommand: true
            case .stopCommand, .makeArtifact, .takeStored, .takeSource, .check: false
            }
        case .release(_, let effect):
            switch effect {
            case .startInstance, .putInPlace: true
            case .prepare, .askStable, .watchStable, .awaitReady, .watchInstance, .attachCandidate, .shiftTraffic,
                .returnTraffic, .holdLease, .sampleTraffic, .keepRouter, .confirmRouter, .promoteRoute, .drain,
                .stopInstance, .closeRouter, .routeRequests, .drainInstance:
                false
            }
        }
    }
}
