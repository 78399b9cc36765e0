import Delivery
import Judge

/// Effects that go on while they are wanted: the lease, samples, and an eye on each instance.
extension Rollout {
    mutating func renewLease(of name: EnvironmentName, _ attempt: Int, for run: RunNumber) {
        let effect = Effect.holdLease(name)
        guard executor.isUp, executor.isRunning(effect, attempt, of: run) else { return }
        if !isCutOff(effect) {
            if isLapsed(name) {
                queue.add(.answer(run, effect, attempt: attempt, .leaseLost(name)), at: clock.now)
            } else {
                world.perform(effect, plan: nil, at: clock.now)
            }
        }
        queue.add(.renewLease(run, name, attempt: attempt), at: clock.now + Lease.renewal)
    }

    mutating func sample(_ name: EnvironmentName, _ attempt: Int, for run: RunNumber) {
        guard executor.isUp, executor.isRunning(.sampleTraffic(name), attempt, of: run), let site = world.sites[name],
            let slot = executor.state(of: run)?.release?.plan.slot,
            var sample = traffic[name]?.sample(of: site, candidate: slot, for: scenario.sampling, at: clock.now)
        else { return }
        silence(&sample, of: name)
        queue.add(.sample(run, name, attempt: attempt), at: clock.now + scenario.sampling)
        deliver(.sampled(name, sample), to: run)
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

    mutating func awaitReady(_ effect: Effect, _ attempt: Int, _ name: EnvironmentName, _ id: InstanceID) {
        let limit = scenario.pipeline.environments[name]?.service.startWithin ?? .zero
        let instance = world.sites[name]?.instances[id]
        if let crash = instance?.crashesAt, instance?.readyAt == nil || crash <= clock.now {
            return report(.instanceFailed(name, id, .exited), for: effect, of: id.run, attempt, at: crash)
        }
        if let ready = instance?.readyAt, instance?.hasHung(at: clock.now) == false {
            return report(.instanceReady(name, id), for: effect, of: id.run, attempt, at: ready)
        }
        let failure = InstanceFailure.notReady(detail: "no answer within \(limit.brief)", lastOutput: "")
        report(.instanceFailed(name, id, failure), for: effect, of: id.run, attempt, at: clock.now + limit)
    }

    mutating func watchInstance(_ effect: Effect, _ attempt: Int, _ name: EnvironmentName, _ id: InstanceID) {
        let instance = world.sites[name]?.instances[id]
        if let crash = instance?.crashesAt {
            report(.instanceFailed(name, id, .exited), for: effect, of: id.run, attempt, at: crash)
        }
        if let hang = instance?.hangsAt, isProbed(name) {
            for lasting in [Duration.zero, .seconds(1)] {
                let input = Input.probed(name, id, .bad(detail: "no answer within 1s", lasting: lasting))
                report(input, for: effect, of: id.run, attempt, at: hang + .seconds(1) + lasting)
            }
        }
    }

    /// What stable's instances answer now; each was asked twice where it doesn't.
    func answers(of instances: [PlacedInstance], in name: EnvironmentName) -> [InstanceID: InstanceAnswer] {
        let answers = instances.map { placed in
            let isWell = world.sites[name]?.instances[placed.id]?.answers(at: clock.now) == true
            return (placed.id, isWell ? InstanceAnswer.good : .silent)
        }
        return Dictionary(answers, uniquingKeysWith: { $1 })
    }

    /// Every change from now on is noticed a little later: a bad answer counts only after a second.
    mutating func watchStable(
        _ effect: Effect, _ attempt: Int, _ name: EnvironmentName, _ id: InstanceID, for run: RunNumber
    ) {
        guard let instance = world.sites[name]?.instances[id] else { return }
        if instance.answers(at: clock.now) {
            report(.stableAnswered(name, id, .good), for: effect, of: run, attempt, at: clock.now)
        }
        for silence in instance.silences {
            if let end = silence.end, end < clock.now + .seconds(2) || end < silence.start + .seconds(2) { continue }
            let noticed = max(silence.start, clock.now) + chance.duration(1000...1900)
            report(.stableAnswered(name, id, .silent), for: effect, of: run, attempt, at: noticed)
            guard let end = silence.end else { return }
            report(.stableAnswered(name, id, .good), for: effect, of: run, attempt, at: end + chance.duration(0...900))
        }
    }

    /// The simulated router doesn't end; while it can't be reached nobody can tell it from one that has gone.
    mutating func watchRouter(_ effect: Effect, _ attempt: Int, _ name: EnvironmentName, for run: RunNumber) {
        // Without chance: what is drawn for all others stays as it was.
        func see(_ look: RouterLook, at time: Timestamp) {
            let seen = time + .milliseconds(20)
            queue.add(.answer(run, effect, attempt: attempt, .routerSeen(name, look)), at: seen)
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
    private mutating func report(
        _ input: Input, for effect: Effect, of run: RunNumber, _ attempt: Int, at time: Timestamp
    ) {
        queue.add(
            .answer(run, effect, attempt: attempt, input), at: max(time, clock.now) + chance.duration(1...60))
    }
}

extension InstanceAnswer {
    fileprivate static let silent = InstanceAnswer.bad(detail: "no answer within 1s", lasting: .seconds(1))
}

extension InstanceFailure {
    fileprivate static let exited = InstanceFailure.exited(status: "exit status 1", lastOutput: "panic")
}
