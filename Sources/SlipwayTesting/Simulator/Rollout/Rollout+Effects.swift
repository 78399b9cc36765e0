import Delivery

/// How effects fare in the world.
extension Rollout {
    mutating func begin(_ effect: Effect, _ attempt: Int, of run: RunNumber) {
        trace.note(clock.elapsed, of: run, "  begins: \(effect)")
        switch effect {
        case .holdLease(let name): renewLease(of: name, attempt, for: run)
        case .sampleTraffic(let name):
            queue.add(.sample(run, name, attempt: attempt), at: clock.now + scenario.sampling)
        case .awaitReady(let name, let id, _): awaitReady(effect, attempt, name, id)
        case .watchInstance(let name, let id, _): watchInstance(effect, attempt, name, id)
        case .watchStable(let name, let id, _): watchStable(effect, attempt, name, id, for: run)
        case .keepRouter(let name, _): watchRouter(effect, attempt, name, for: run)
        default:
            let fate = drawFate(of: effect)
            courses[attempt] = course(of: effect, for: run, fate)
            queue.add(.act(attempt: attempt), at: clock.now + drawDelay(of: effect))
        }
    }

    private func course(of effect: Effect, for run: RunNumber, _ fate: Course.Fate) -> Course {
        let state = executor.state(of: run)
        let command = effect.commandStep.map {
            CommandName(run: run, step: $0, attempt: state?.stepState($0)?.attempt ?? 1)
        }
        return Course(run: run, effect: effect, plan: state?.release?.plan, command: command, fate: fate)
    }

    private mutating func drawFate(of effect: Effect) -> Course.Fate {
        let faults = scenario.faults
        if case .stopInstance(_, let id, _) = effect, isUnstoppable(id) { return .refused }
        if chance.chance(faults.refused) { return .refused }
        if chance.chance(faults.doneAndRefused) { return .doneAndRefused }
        if chance.chance(faults.unanswered) { return chance.chance(0.5) ? .doneUnanswered : .lost }
        return .done
    }

    private mutating func isUnstoppable(_ id: InstanceID) -> Bool {
        if let known = unstoppable[id] { return known }
        let drawn = chance.chance(scenario.faults.unstoppable)
        unstoppable[id] = drawn
        return drawn
    }

    private mutating func drawDelay(of effect: Effect) -> Duration {
        if chance.chance(scenario.faults.slow) { return chance.duration(500...3000) }
        switch effect {
        case .makeArtifact: return chance.duration(50...800)
        case .stopInstance(let name, let id, let limit):
            let isStubborn = world.sites[name]?.instances[id]?.isStubborn ?? false
            return isStubborn ? limit : chance.duration(20...500)
        case .drain: return chance.duration(20...800)
        case .askStable(let name, let instances):
            let isWell = answers(of: instances, in: name).values.allSatisfy { $0 == .good }
            return isWell ? chance.duration(1...40) : chance.duration(1000...3000)
        default: return chance.duration(1...40)
        }
    }

    /// An effect reaches the world, unless it was cancelled on its way.
    mutating func act(_ attempt: Int) {
        guard let course = courses.removeValue(forKey: attempt) else { return }
        if isCutOff(course.effect) { return report(course, attempt, error: "no route to the router", after: 100) }
        if course.isDone { perform(course) }
        if course.fate != .done, course.effect.needsRouter {
            cutOffUntil = clock.now + scenario.faults.outageAfterFault
        }
        switch course.fate {
        case .done:
            guard let input = success(of: course) else { return }
            queue.add(
                .answer(course.run, course.effect, attempt: attempt, input),
                at: end(of: course) + chance.duration(0...15))
        case .refused, .doneAndRefused: report(course, attempt, error: "it was refused", after: 5)
        case .doneUnanswered, .lost: report(course, attempt, error: "no answer within 2 s", after: 2000)
        }
    }

    mutating func perform(_ course: Course) {
        world.perform(course.effect, plan: course.plan, at: clock.now)
        watch.perform(course.effect, of: course.run)
        guard let command = course.command else { return }
        if case .stopCommand = course.effect { return world.stop(command, at: clock.now) }
        world.run(command, lasting: chance.duration(50...800), at: clock.now)
    }

    /// Commands take their time, and may have ended long ago.
    private func end(of course: Course) -> Timestamp {
        guard let name = course.command, let command = world.commands[name], case .runCommand = course.effect else {
            return clock.now
        }
        return max(command.endsAt, clock.now)
    }

    private mutating func report(_ course: Course, _ attempt: Int, error: String, after milliseconds: Int64) {
        let problem = Problem(what: "\(course.effect)", why: error)
        queue.add(
            .answer(course.run, course.effect, attempt: attempt, failure(of: course.effect, problem)),
            at: clock.now + .milliseconds(milliseconds))
    }

    private func failure(of effect: Effect, _ problem: Problem) -> Input {
        switch effect {
        case .runCommand(let step, _), .stopCommand(let step): .commandEnded(step, .unknown(problem))
        case .makeArtifact(let step, _, _): .artifactFailed(step, problem)
        default: .effectErrored(effect, problem)
        }
    }

    private func success(of course: Course) -> Input? {
        switch course.effect {
        case .runCommand(let step, _): .commandEnded(step, .exited(code: isFailing(course.command) ? 2 : 0))
        case .stopCommand(let step): .commandEnded(step, .signalled(15))
        case .makeArtifact(let step, _, _):
            scenario.plan(of: course.run)?.artifact.map { .artifactMade(step, $0) }
        case .askStable(let name, let instances): .stableAsked(name, answers(of: instances, in: name))
        case .prepare(let name): .prepared(name)
        case .startInstance(let name, let id):
            .instanceStarted(name, id, Endpoint(address: "127.0.0.1", port: 21_000 + id.index))
        case .attachCandidate(let name): .attached(name)
        case .shiftTraffic(let name, let share): isLapsed(name) ? .leaseLost(name) : .shifted(name, to: share)
        case .returnTraffic(let name, let slot): .trafficReturned(name, to: slot)
        case .promoteRoute(let name, let slot): .routePromoted(name, slot)
        case .drain(let name, let slot): .drained(name, slot, cut: 0)
        case .stopInstance(let name, let id, _): .instanceStopped(name, id)
        case .closeRouter(let name): .routerClosed(name)
        case .confirmRouter(let name): .routerConfirmed(name, .runs)
        case .awaitReady, .watchInstance, .watchStable, .holdLease, .sampleTraffic, .keepRouter: nil
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
        case .prepare, .attachCandidate, .shiftTraffic, .returnTraffic, .promoteRoute, .drain, .holdLease,
            .confirmRouter:
            true
        default: false
        }
    }

    /// The step whose command it is about.
    fileprivate var commandStep: StepID? {
        switch self {
        case .runCommand(let step, _), .stopCommand(let step): step
        default: nil
        }
    }
}
