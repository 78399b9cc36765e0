import Delivery

/// The executor's part: inputs in, events recorded, effects begun and cancelled; and now and then it dies.
extension Rollout {
    /// Whoever gets repairs and no more orders takes a run up.
    private static let takerUp = Actor(name: "serve")

    /// - Returns: whether the input was taken; `nil` when nobody was there to say so.
    @discardableResult
    mutating func deliver(_ input: Input) -> Bool? {
        guard executor.isUp else { return nil }
        let events: [Event]
        do {
            events = try executor.decide(input, at: clock.now)
        } catch {
            trace.note(clock.elapsed, "refused: \(error)")
            watch.refuse(input)
            return false
        }
        let crashPoint = drawCrash(at: input, deciding: events.count)
        if crashPoint != .beforeRecording { record(events, for: input) }
        if crashPoint == .afterEffects { reconcile() }
        guard crashPoint == nil else {
            crash()
            return nil
        }
        reconcile()
        if case .takenUp(let actor) = input {
            watch.takeUp(again: executor.effectsIfTakenUp(by: actor, at: clock.now))
        }
        return true
    }

    private mutating func record(_ events: [Event], for input: Input) {
        executor.record(events, at: clock.now)
        watch.record(events, for: input)
        for event in events { trace.note(clock.elapsed, event.traceLine) }
    }

    private mutating func reconcile() {
        let (begun, cancelled) = executor.reconcile()
        for attempt in cancelled { cancel(attempt) }
        for (effect, attempt) in begun { begin(effect, attempt) }
        if let deadline = executor.state.nextDeadline(after: clock.now) { queue.add(.deadline(deadline), at: deadline) }
    }

    /// A cancelled effect has either happened by now, or never will.
    private mutating func cancel(_ attempt: Int) {
        guard let course = courses.removeValue(forKey: attempt) else { return }
        let happened = course.isDone && !isCutOff(course.effect) && chance.chance(0.5)
        trace.note(clock.elapsed, "  cancelled\(happened ? " too late" : ""): \(course.effect)")
        if happened { perform(course) }
    }

    private mutating func drawCrash(at input: Input, deciding count: Int) -> PlannedCrash.Point? {
        let recorded = executor.records.count
        if let planned = plannedCrash, recorded < planned.event, planned.event <= recorded + count {
            plannedCrash = planAnotherCrash()
            return planned.point
        }
        guard crashes < scenario.crashes.limit, scenario.crashes.chance > 0 else { return nil }
        var likelihood = scenario.crashes.chance
        if case .sampled = input { likelihood /= 5 }
        return chance.chance(likelihood) ? chance.pick(PlannedCrash.Point.allCases) : nil
    }

    private mutating func planAnotherCrash() -> PlannedCrash? {
        guard chance.chance(scenario.crashes.again), let point = chance.pick(PlannedCrash.Point.allCases) else {
            return nil
        }
        return PlannedCrash(event: executor.records.count + Int.random(in: 1...8, using: &chance), point: point)
    }

    private mutating func crash() {
        crashes += 1
        watch.compareFold(of: executor, at: clock)
        for attempt in courses.keys.sorted() { cancel(attempt) }
        executor.crash(losingSamples: chance.chance(0.5))
        let away = chance.duration(10...max(11, scenario.crashes.longest.milliseconds))
        trace.note(clock.elapsed, "the executor dies, for \(away.brief)")
        queue.add(.restart, at: clock.now + away)
    }

    mutating func restart() {
        executor.restart()
        trace.note(clock.elapsed, "the executor is back")
        if executor.state.pipeline == nil { return start() }
        deliver(.takenUp(by: Self.takerUp))
    }

    mutating func answer(_ effect: Effect, _ attempt: Int, _ input: Input) {
        guard executor.isUp, attempt >= executor.firstAttemptOfLife else { return }
        guard executor.running[effect] == attempt || chance.chance(scenario.faults.lateAnswers) else { return }
        deliver(input)
    }
}
