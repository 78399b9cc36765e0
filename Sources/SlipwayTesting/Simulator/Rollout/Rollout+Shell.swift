import Delivery

/// The executor's part: inputs in, events recorded, effects begun and cancelled; and now and then it dies.
extension Rollout {
    private enum CrashPoint: CaseIterable {
        case beforeRecording, beforeEffects, afterEffects
    }

    mutating func deliver(_ input: Input) {
        guard executor.isUp else { return }
        let crashPoint = drawCrash(at: input)
        if crashPoint == .beforeRecording { return crash() }
        do {
            let events = try executor.take(input, at: clock.now)
            watch.record(events, ordered: input)
            for event in events { trace.note(clock.elapsed, event.traceLine) }
        } catch {
            trace.note(clock.elapsed, "refused: \(error)")
            return
        }
        if crashPoint == .beforeEffects { return crash() }
        reconcile()
        if crashPoint == .afterEffects { crash() }
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

    private mutating func drawCrash(at input: Input) -> CrashPoint? {
        guard crashes < scenario.crashes.limit, scenario.crashes.chance > 0 else { return nil }
        var likelihood = scenario.crashes.chance
        if case .sampled = input { likelihood /= 5 }
        return chance.chance(likelihood) ? chance.pick(CrashPoint.allCases) : nil
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
        deliver(.tick)
    }

    mutating func answer(_ effect: Effect, _ attempt: Int, _ input: Input) {
        guard executor.isUp, attempt >= executor.firstAttemptOfLife else { return }
        guard executor.running[effect] == attempt || chance.chance(scenario.faults.lateAnswers) else { return }
        deliver(input)
    }
}
