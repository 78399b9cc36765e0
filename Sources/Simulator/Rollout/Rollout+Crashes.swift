import Delivery
import Values

/// The executor dies now and then, and comes back.
extension Rollout {
    mutating func drawCrash(deciding count: Int, isSample: Bool) -> PlannedCrash.Point? {
        let recorded = executor.records.count
        if let planned = plannedCrash, recorded < planned.event, planned.event <= recorded + count {
            plannedCrash = planAnotherCrash()
            return planned.point
        }
        guard crashes < scenario.crashes.limit, scenario.crashes.chance > 0 else { return nil }
        let likelihood = isSample ? scenario.crashes.chance / 5 : scenario.crashes.chance
        return chance.chance(likelihood) ? chance.pick(PlannedCrash.Point.allCases) : nil
    }

    private mutating func planAnotherCrash() -> PlannedCrash? {
        guard chance.chance(scenario.crashes.again), let point = chance.pick(PlannedCrash.Point.allCases) else {
            return nil
        }
        return PlannedCrash(event: executor.records.count + Int.random(in: 1...8, using: &chance), point: point)
    }

    mutating func crash() {
        crashes += 1
        watch.compareFold(of: executor, at: clock, trace: &trace)
        for course in (Array(courses.values) + departing.values).sorted() { settle(course) }
        (courses, departing) = ([:], [:])
        executor.crash(losingSamples: chance.chance(0.5))
        let away = chance.duration(10...max(11, scenario.crashes.longest.milliseconds))
        trace.note(clock.elapsed, "the executor dies, for \(away.brief)")
        queue.add(.restart, at: clock.now + away)
    }

    /// Everything that was under way is taken up, one after the other.
    mutating func restart() {
        executor.restart()
        trace.note(clock.elapsed, "the executor is back")
        for plan in scenario.runs {
            guard let run = executor[plan.number], run.progress != .ended else { continue }
            let soon = scenario.hasSeveralRuns ? chance.duration(0...30) : .zero
            if run.progress == .underWay {
                queue.add(.takeUp(plan.number, life: executor.life), at: clock.now + soon)
            } else if plan.startsAfter <= clock.elapsed {
                queue.add(.start(plan.number), at: clock.now + soon)
            }
        }
    }
}

extension [Course] {
    /// In one order, as chance decides about each.
    fileprivate func sorted() -> [Course] {
        sorted { ($0.run, $0.attempt.attempt.number) < ($1.run, $1.attempt.attempt.number) }
    }
}
