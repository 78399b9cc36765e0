import Delivery
import Judge
import Values

/// Effects that go on while they are wanted: the lease, samples, and an eye on each instance.
extension Rollout {
    mutating func renewLease(_ attempt: ReleaseAttempt) {
        guard isUnderWay(attempt) else { return }
        if !isCutOff(attempt.whole.effect) {
            if isLapsed(attempt.environment) {
                queue.add(attempt.answer(.leaseLost), at: clock.now)
            } else {
                world.sites[attempt.environment]?.perform(attempt.effect, plan: nil, at: clock.now)
            }
        }
        let pause =
            executor.state(of: attempt.run)?.release(in: attempt.environment)?.platform.deadManSwitch?.renewal
            ?? .seconds(2)
        queue.add(.renewLease(attempt), at: clock.now + pause)
    }

    mutating func sample(_ attempt: ReleaseAttempt) {
        let name = attempt.environment
        guard isUnderWay(attempt), let site = world.sites[name],
            let slot = executor.state(of: attempt.run)?.release(in: name)?.plan.slot,
            var sample = traffic[name]?.sample(of: site, candidate: slot, for: scenario.sampling, at: clock.now)
        else { return }
        silence(&sample, of: name)
        queue.add(.sample(attempt), at: clock.now + scenario.sampling)
        deliver(.release(name, .sampled(sample)), to: attempt.run)
    }

    private func isUnderWay(_ attempt: ReleaseAttempt) -> Bool {
        executor.isUp && executor.isRunning(attempt.whole.attempt, of: attempt.run)
    }

    /// While the log is lost, only the router's counters tell of requests.
    private mutating func silence(_ sample: inout TrafficSample, of name: EnvironmentName) {
        guard scenario.faults.isLogSilent(after: clock.elapsed) else {
            silentRequests[name] = nil
            return
        }
        let ended = sample.dispatches.reduce(0) { $0 + $1.stable.requests + $1.candidate.requests }
        silentRequests[name, default: 0] += ended
        sample = TrafficSample(duration: sample.duration, silentRequests: silentRequests[name])
    }

    mutating func awaitReady(_ id: InstanceID, _ attempt: ReleaseAttempt) {
        let limit = scenario.pipeline.environments[attempt.environment]?.service.startWithin ?? .zero
        let instance = world.sites[attempt.environment]?.instances[id]
        if let crash = instance?.crashesAt, instance?.readyAt == nil || crash <= clock.now {
            return report(.instance(id, .failed(.exited)), for: attempt, at: crash)
        }
        if let ready = instance?.readyAt, instance?.hasHung(at: clock.now) == false {
            return report(.instance(id, .ready()), for: attempt, at: ready)
        }
        let failure = InstanceFailure.notReady(detail: "no answer within \(limit.brief)", lastOutput: "")
        // As long as it is waited for, though the clock by which that is judged may be set.
        for second in 0..<5 {
            report(.instance(id, .unready(failure)), for: attempt, at: clock.now + limit + .seconds(second))
        }
    }

    mutating func watchInstance(_ id: InstanceID, _ attempt: ReleaseAttempt) {
        let instance = world.sites[attempt.environment]?.instances[id]
        if let crash = instance?.crashesAt {
            report(.instance(id, .failed(.exited)), for: attempt, at: crash)
        }
        if let hang = instance?.hangsAt, isProbed(attempt.environment) {
            for lasting in [Duration.zero, .seconds(1)] {
                let answer = InstanceAnswer.bad(detail: "no answer within 1s", lasting: lasting)
                report(.instance(id, .probed(answer)), for: attempt, at: hang + .seconds(1) + lasting)
            }
        }
        if let hang = instance?.hangsAt { observe(id, hangingSince: hang, attempt) }
    }

    /// One that hangs is bad by every probe of the environment's rules.
    private mutating func observe(_ id: InstanceID, hangingSince hang: Timestamp, _ attempt: ReleaseAttempt) {
        for (rule, _) in scenario.pipeline.environments[attempt.environment]?.probes ?? [] {
            for lasting in [Duration.zero, .seconds(1)] {
                let answer = InstanceAnswer.bad(detail: "no answer within 1s", lasting: lasting)
                report(
                    .instance(id, .observed(Observation(rule: rule, answer: answer))), for: attempt,
                    at: hang + .milliseconds(800) + lasting)
            }
        }
    }

    /// Every change from now on is noticed a little later: a bad answer counts only after a second.
    mutating func watchStable(_ id: InstanceID, _ attempt: ReleaseAttempt) {
        guard let instance = world.sites[attempt.environment]?.instances[id] else { return }
        if instance.answers(at: clock.now) {
            report(.stableAnswered(id, .good), for: attempt, at: clock.now)
        }
        for silence in instance.silences {
            if let end = silence.end, end < clock.now + .seconds(2) || end < silence.start + .seconds(2) { continue }
            let noticed = max(silence.start, clock.now) + chance.duration(1000...1900)
            report(.stableAnswered(id, .silent), for: attempt, at: noticed)
            guard let end = silence.end else { return }
            report(.stableAnswered(id, .good), for: attempt, at: end + chance.duration(0...900))
        }
    }

    /// The simulated router doesn't end; while it can't be reached nobody can tell it from one that has gone.
    mutating func watchRouter(_ attempt: ReleaseAttempt) {
        // Without chance: what is drawn for all others stays as it was.
        func see(_ look: RouterLook, at time: Timestamp) {
            queue.add(attempt.answer(.routerSeen(look)), at: time + .milliseconds(20))
        }
        let outages = scenario.faults.outages.filter { $0.upperBound > clock.elapsed }
        let now = outages.first { $0.contains(clock.elapsed) }.map { time($0.upperBound) } ?? clock.now
        see(.runs, at: max(now, cutOffUntil))
        for outage in outages where outage.upperBound - outage.lowerBound > .seconds(2) {
            let gone = RouterLook.gone(detail: "no route to the router", lasting: .seconds(1))
            let noticed = max(clock.now, time(outage.lowerBound)) + .seconds(1)
            if noticed < time(outage.upperBound) {
                see(gone, at: noticed)
            }
            see(.runs, at: time(outage.upperBound))
        }
    }

    private func time(_ elapsed: Duration) -> Timestamp { clock.now + (elapsed - clock.elapsed) }

    private func isProbed(_ name: EnvironmentName) -> Bool {
        scenario.pipeline.environments[name]?.health.contains {
            if case .responding = $0 { return true }
            return false
        } ?? false
    }

    /// What was to be seen at some time is noticed a little later, or now if it is past.
    private mutating func report(_ input: ReleaseInput, for attempt: ReleaseAttempt, at time: Timestamp) {
        queue.add(attempt.answer(input), at: max(time, clock.now) + chance.duration(1...60))
    }
}

extension InstanceFailure {
    fileprivate static let exited = InstanceFailure.exited(status: "exit status 1", lastOutput: "panic")
}
