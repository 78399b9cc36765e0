import Delivery
import Values

/// How effects fare in the world.
extension Rollout {
    /// An effect reaches the world, unless it was cancelled on its way.
    mutating func act(_ attempt: SimulatedAttempt) {
        guard let course = courses.removeValue(forKey: attempt) else { return }
        if isCutOff(course.effect) { return report(course, error: "no route to the router", after: 100) }
        if course.isDone { perform(course) }
        if course.fate != .done, course.effect.needsRouter {
            cutOffUntil = clock.now + scenario.faults.outageAfterFault
        }
        switch course.fate {
        case .done:
            guard let input = success(of: course) else { return }
            queue.add(
                .answer(attempt, input.of(attempt: course.stepAttempt)), at: end(of: course) + chance.duration(0...15))
        case .refused, .doneAndRefused: report(course, error: "it was refused", after: 5)
        case .doneUnanswered, .lost: report(course, error: "no answer within 2 s", after: 2000)
        }
    }

    mutating func perform(_ course: Course) {
        switch course.effect {
        case .step(_, let effect): if let command = course.command { perform(effect, command) }
        case .release(let name, let effect): world.sites[name]?.perform(effect, plan: course.plan, at: clock.now)
        }
        watch.perform(course.effect, of: course.run)
    }

    private mutating func perform(_ effect: StepEffect, _ command: CommandName) {
        switch effect {
        case .runCommand: world.run(command, lasting: chance.duration(50...800), at: clock.now)
        case .stopCommand: world.stop(command, at: clock.now)
        case .makeArtifact, .takeStored, .takeSource, .check: break
        }
    }

    /// Commands take their time, and may have ended long ago.
    private func end(of course: Course) -> Timestamp {
        guard let name = course.command, let command = world.commands[name], case .step(_, .runCommand) = course.effect
        else {
            return clock.now
        }
        return max(command.endsAt, clock.now)
    }

    private mutating func report(_ course: Course, error: String, after milliseconds: Int64) {
        let problem = Problem(what: "\(course.effect)", why: error)
        queue.add(
            .answer(course.attempt, course.effect.errored(problem).of(attempt: course.stepAttempt)),
            at: clock.now + .milliseconds(milliseconds))
    }

    private func success(of course: Course) -> Input? {
        switch course.effect {
        case .step(let step, let effect): success(of: effect, course).map { .step(step, $0) }
        case .release(let name, let effect):
            world.sites[name]?.success(of: effect, at: clock.now).map { .release(name, $0) }
        }
    }

    private func success(of effect: StepEffect, _ course: Course) -> StepInput? {
        switch effect {
        case .runCommand: .ended(.exited(code: isFailing(course.command) ? 2 : 0))
        case .stopCommand: .ended(.signalled(15))
        case .check: .checked(.good(took: .milliseconds(20)))
        case .takeStored(let artifact): .artifactMade(artifact)
        case .takeSource:
            scenario.plan(of: course.run).map {
                .sourceTaken(TakenSource(pipeline: scenario.pipeline, change: $0.change))
            }
        case .makeArtifact: scenario.plan(of: course.run)?.artifact.map { .artifactMade($0) }
        }
    }

    func isLapsed(_ name: EnvironmentName) -> Bool {
        world.sites[name]?.router.hasLapsed(at: clock.now) ?? false
    }

    private func isFailing(_ command: CommandName?) -> Bool {
        guard let command, let plan = scenario.plan(of: command.run) else { return false }
        return command.attempt <= plan.failingAttempts
    }

    /// Whether the effect needs a router that can't be reached now.
    func isCutOff(_ effect: Effect) -> Bool {
        effect.needsRouter && (clock.now < cutOffUntil || scenario.faults.isOutage(after: clock.elapsed))
    }
}

extension Effect {
    fileprivate var needsRouter: Bool {
        switch self {
        case .step: false
        case .release(_, let effect): effect.needsRouter
        }
    }
}

extension ReleaseEffect {
    fileprivate var needsRouter: Bool {
        switch self {
        case .prepare, .attachCandidate, .shiftTraffic, .returnTraffic, .promoteRoute, .drain, .holdLease,
            .confirmRouter, .routeRequests, .drainInstance:
            true
        case .askStable, .watchStable, .startInstance, .awaitReady, .watchInstance, .sampleTraffic, .keepRouter,
            .stopInstance, .closeRouter, .putInPlace:
            false
        }
    }
}
