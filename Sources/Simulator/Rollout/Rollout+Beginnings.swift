import Delivery
import Values

/// How effects begin: those that last at once, all others with a fate of their own on the way to the world.
extension Rollout {
    mutating func begin(_ attempt: SimulatedAttempt) {
        trace.note(clock.elapsed, of: attempt.run, "  begins: \(attempt.effect.traceLine)")
        switch attempt.effect {
        case .step: sendOff(attempt)
        case .release(let name, let effect):
            begin(ReleaseAttempt(environment: name, effect: effect, whole: attempt))
        }
    }

    private mutating func begin(_ attempt: ReleaseAttempt) {
        switch attempt.effect {
        case .holdLease: renewLease(attempt)
        case .sampleTraffic: queue.add(.sample(attempt), at: clock.now + scenario.sampling)
        case .awaitReady(let id, _): awaitReady(id, attempt)
        case .watchInstance(let id, _): watchInstance(id, attempt)
        case .watchStable(let id, _): watchStable(id, attempt)
        case .keepRouter: watchRouter(attempt)
        case .prepare, .askStable, .startInstance, .attachCandidate, .shiftTraffic, .returnTraffic, .confirmRouter,
            .promoteRoute, .drain, .stopInstance, .closeRouter, .putInPlace, .routeRequests, .drainInstance:
            sendOff(attempt.whole)
        }
    }

    private mutating func sendOff(_ attempt: SimulatedAttempt) {
        let fate = drawFate(of: attempt.effect)
        courses[attempt] = course(of: attempt, fate)
        queue.add(.act(attempt), at: clock.now + drawDelay(of: attempt.effect))
    }

    private func course(of attempt: SimulatedAttempt, _ fate: Course.Fate) -> Course {
        let state = executor.state(of: attempt.run)
        let command = attempt.effect.commandStep.map {
            CommandName(run: attempt.run, step: $0, attempt: state?.stepState($0)?.attempt ?? 1)
        }
        return Course(
            attempt: attempt, plan: attempt.effect.environment.flatMap { state?.release(in: $0)?.plan },
            command: command, stepAttempt: attempt.effect.attempt(in: state), fate: fate)
    }

    private mutating func drawFate(of effect: Effect) -> Course.Fate {
        let faults = scenario.faults
        if case .release(_, .stopInstance(let id, _)) = effect, isUnstoppable(id) { return .refused }
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
        return switch effect {
        case .step(_, let effect): drawDelay(of: effect)
        case .release(let name, let effect): drawDelay(of: effect, in: name)
        }
    }

    private mutating func drawDelay(of effect: StepEffect) -> Duration {
        switch effect {
        case .makeArtifact, .takeStored, .takeSource, .check: chance.duration(50...800)
        case .runCommand, .stopCommand: chance.duration(1...40)
        }
    }

    private mutating func drawDelay(of effect: ReleaseEffect, in name: EnvironmentName) -> Duration {
        switch effect {
        case .stopInstance(let id, let limit):
            let isStubborn = world.sites[name]?.instances[id]?.isStubborn ?? false
            return isStubborn ? limit : chance.duration(20...500)
        case .drain, .drainInstance: return chance.duration(20...800)
        case .askStable(let instances):
            let isWell =
                world.sites[name]?.answers(of: instances, at: clock.now).values.allSatisfy { $0 == .good } ?? false
            return isWell ? chance.duration(1...40) : chance.duration(1000...3000)
        case .prepare, .watchStable, .startInstance, .awaitReady, .watchInstance, .attachCandidate, .shiftTraffic,
            .returnTraffic, .holdLease, .sampleTraffic, .keepRouter, .confirmRouter, .promoteRoute, .closeRouter,
            .putInPlace,
            .routeRequests:
            return chance.duration(1...40)
        }
    }
}

extension Effect {
    fileprivate var environment: EnvironmentName? {
        switch self {
        case .step: nil
        case .release(let name, _): name
        }
    }

    /// The step whose command it is about.
    fileprivate var commandStep: StepID? {
        switch self {
        case .step(let step, .runCommand), .step(let step, .stopCommand): step
        case .step(_, .makeArtifact), .step(_, .takeStored), .step(_, .takeSource), .step(_, .check), .release: nil
        }
    }
}
