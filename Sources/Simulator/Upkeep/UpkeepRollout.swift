import Delivery
import Values

/// A service that is kept up through a scenario, by a keeper that looks once a second, dies and comes back.
public struct UpkeepRollout {
    enum Happening {
        case disturb(UpkeepScenario.Disturbance)
        case look(life: Int)
        case reach(ServiceEffect, life: Int)
        case answer(ServiceInput, life: Int)
        case comeBack
        case promote(Deployment, RunNumber)
        case endRelease(RunNumber, old: [InstanceID], running: Deployment)
    }

    static let environment: EnvironmentName = "production"

    let scenario: UpkeepScenario
    let core: UpkeepCore
    private(set) var ledger = Ledger()
    private(set) var world = UpkeepWorld()
    private(set) var elapsed = Duration.zero
    private var clockShift = Duration.zero
    private var queue = EventQueue<Happening>()
    private var random: SplitMix64
    /// The keeper's; it is dead while that is odd.
    private var life = 0
    private var underWay: Set<ServiceEffect> = []
    private var answers: [InstanceID: Duration] = [:]
    private var runs = 1
    private var isReleasing = false
    private var watch = UpkeepWatch()
    private(set) var trace: [String] = []
    private let isTracing: Bool

    private init(_ scenario: UpkeepScenario, core: UpkeepCore, tracing: Bool) {
        self.scenario = scenario
        self.core = core
        isTracing = tracing
        random = SplitMix64(seed: scenario.seed)
    }

    /// Keeps a service up through what a seed stands for; the same seed always gives the same outcome.
    ///
    /// - Returns: what was broken; nothing when all promises were kept.
    public static func run(
        seed: UInt64, core: UpkeepCore = .genuine, tracing: Bool = false
    ) -> (violations: [String], trace: [String]) {
        var rollout = UpkeepRollout(UpkeepScenario(seed: seed), core: core, tracing: tracing)
        return (rollout.finish(), rollout.trace)
    }

    private var now: Timestamp { VirtualClock.start + elapsed }
    /// As the machine has it, which somebody may set.
    private var timeOfDay: Timestamp { now + clockShift }
    private var isUp: Bool { life.isMultiple(of: 2) }

    private mutating func finish() -> [String] {
        serveFirst()
        for (after, disturbance) in scenario.disturbances { queue.add(.disturb(disturbance), at: at(after)) }
        queue.add(.look(life: life), at: now)
        let end = scenario.quietAfter + UpkeepScenario.quiet
        while let next = queue.next(), next.time <= at(end) {
            elapsed = next.time - VirtualClock.start
            world.pass(to: now)
            happen(next.element)
            watch.look(at: world, ledger, isUp: isUp, after: elapsed)
        }
        watch.end(world, ledger, at: timeOfDay, after: elapsed)
        return watch.violations
    }

    private func at(_ elapsed: Duration) -> Timestamp { VirtualClock.start + elapsed }

    private mutating func add(_ happening: Happening, after pause: Duration) {
        queue.add(happening, at: now + pause)
    }

    private mutating func note(_ line: @autoclosure () -> String) {
        if isTracing { trace.append("\(elapsed.milliseconds) ms  \(line())") }
    }
}

// MARK: - What happens

extension UpkeepRollout {
    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .disturb(let disturbance): disturb(disturbance)
        case .look(let life): if life == self.life { look() }
        case .reach(let effect, let life): reach(effect, life)
        case .answer(let input, let life): if life == self.life { answer(input) }
        case .comeBack: comeBack()
        case .promote(let deployment, let run): promote(deployment, run)
        case .endRelease(let run, let old, let running): endRelease(run, old, running)
        }
    }

    private mutating func disturb(_ disturbance: UpkeepScenario.Disturbance) {
        note("\(disturbance)")
        let serving = ledger.stable(in: Self.environment)?.instances ?? []
        switch disturbance {
        case .kill(let index): if serving.indices.contains(index) { world.end(serving[index].id) }
        case .killAll: for instance in serving { world.end(instance.id) }
        case .killRouter: if !isReleasing { world.routerSlot = nil }
        case .crashLoop(let isLooping): world.isLooping = isLooping
        case .refuse(let isRefusing): world.isRefusing = isRefusing
        case .crash(let away, let all): crash(for: away, all: all)
        case .down: order(.takeDown(Self.environment))
        case .up: order(.bringUp(Self.environment))
        case .release(let length, let inPlace): release(lasting: length, inPlace: inPlace)
        case .setClock(let jump): clockShift += jump
        }
    }

    private mutating func crash(for away: Duration, all: Bool) {
        // A machine that is off releases nothing; a run that goes on meanwhile is another simulation's.
        guard isUp, !isReleasing else { return }
        life += 1
        underWay = []
        answers = [:]
        if all { world.endAll() }
        add(.comeBack, after: away)
    }

    private mutating func comeBack() {
        life += 1
        queue.add(.look(life: life), at: now)
    }

    private mutating func order(_ order: StandingOrder) {
        guard isUp, let events = try? ledger.decide(order, by: Actor(name: "ana"), reason: "because") else { return }
        record(events)
    }

    private mutating func record(_ events: [Event], of run: RunNumber? = nil) {
        for event in events {
            note("    \(event)")
            watch.take(event, ledger, at: timeOfDay, after: elapsed)
            core.apply(&ledger, event, run, timeOfDay)
        }
    }
}

// MARK: - The keeper

extension UpkeepRollout {
    /// As the real one: asks everything, keeps the router, and begins what follows.
    private mutating func look() {
        for (environment, deployment) in ledger.watchedDeployments {
            for instance in deployment.instances { answer(.answered(instance.id, look(at: instance.id))) }
            if ledger.environments[environment]?.releasing == nil, world.routerSlot != deployment.slot,
                deployment == ledger.stable(in: environment)
            {
                if world.routerSlot == nil { answer(.routerStarted) }
                world.routerSlot = deployment.slot
            }
        }
        if ledger.environments[Self.environment]?.kept != nil { answer(.looked) }
        begin()
        add(.look(life: life), after: .seconds(1))
    }

    /// One that was just started answers a little later.
    private mutating func look(at id: InstanceID) -> InstanceAnswer {
        guard world.isRunning(id) else {
            answers[id] = nil
            return .ended(status: nil, lastOutput: "")
        }
        let since = answers[id] ?? elapsed
        answers[id] = since
        return elapsed - since < .milliseconds(1500) ? .bad(detail: "503", lasting: .zero) : .good
    }

    private mutating func answer(_ input: ServiceInput) {
        record(core.decide(ledger, input, Self.environment, timeOfDay))
        // It may die before anything follows.
    }

    private mutating func begin() {
        for effect in core.effects(ledger, Self.environment).sorted(by: { "\($0)" < "\($1)" }) {
            if effect == .takeDown, !underWay.isEmpty { continue }
            guard underWay.insert(effect).inserted else { continue }
            note("  begins: \(effect)")
            add(.reach(effect, life: life), after: random.duration(1...400))
        }
    }

    /// What was begun reaches the world although whoever began it has died meanwhile, or not.
    private mutating func reach(_ effect: ServiceEffect, _ life: Int) {
        guard life == self.life || random.chance(0.5) else { return }
        let input: ServiceInput
        switch effect {
        case .startAgain(let instance, let start):
            guard isStillWanted(instance) else {
                underWay.remove(effect)
                return
            }
            // What is left of the last start is ended first.
            if !world.processes.contains(where: { $0.instance == instance.id && $0.start == start }) {
                world.end(instance.id)
            }
            let problem = Problem(what: "starting it", why: "it was refused")
            input =
                world.start(instance.id, start, at: now)
                ? .started(instance.id, start: start) : .startFailed(instance.id, start: start, problem)
        case .endOld(let instances, _):
            // A release may have begun with it since.
            guard ledger.environments[Self.environment]?.kept?.deployment.instances == instances else {
                underWay.remove(effect)
                return
            }
            for instance in instances { world.end(instance.id) }
            input = .oldEnded(left: [])
        case .takeDown:
            // Who came back has brought it up again since.
            guard ledger.environments[Self.environment]?.takenDown != nil else {
                underWay.remove(effect)
                return
            }
            world.endAll()
            input = .takenDown(left: [])
        }
        guard life == self.life else { return }
        underWay.remove(effect)
        add(.answer(input, life: life), after: random.duration(0...50))
    }

    private func isStillWanted(_ instance: PlacedInstance) -> Bool {
        ledger.watchedDeployments.contains { $0.deployment.instances.contains(instance) }
    }
}

// MARK: - Releases

extension UpkeepRollout {
    private mutating func serveFirst() {
        guard let deployment = deployment(of: RunNumber(1), .blue) else { return }
        record([.release(Self.environment, .promoted(deployment: deployment))], of: RunNumber(1))
        for instance in deployment.instances { _ = world.start(instance.id, 1, at: now) }
        world.routerSlot = .blue
    }

    private func deployment(of run: RunNumber, _ slot: Slot) -> Deployment? {
        guard let digest = Digest(String(repeating: "a", count: 64)) else { return nil }
        let listen = Endpoint(address: "127.0.0.1", port: 80)
        return Deployment(
            artifact: Artifact(digest: digest, version: "1.\(run.value)", size: ByteCount(bytes: 1)), slot: slot,
            run: run,
            instances: (0..<scenario.instances).map { index in
                PlacedInstance(
                    id: InstanceID(run: run, host: .local, slot: slot, index: index),
                    endpoint: Endpoint(address: "127.0.0.1", port: 20_000 + run.value * 10 + index))
            },
            start: ServiceStart(
                command: "./server", within: .seconds(10), stopWithin: .seconds(1),
                route: TrafficRoute(listen: listen), instancesPerSlot: scenario.instances))
    }

    private mutating func release(lasting length: Duration, inPlace: Bool) {
        let run = RunNumber(runs + 1)
        guard isUp, !isReleasing, let previous = ledger.stable(in: Self.environment),
            let next = deployment(of: run, previous.slot == .blue ? .green : .blue)
        else { return }
        runs += 1
        isReleasing = true
        let plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: next.artifact, previous: previous, slot: next.slot,
            instances: next.instances.map(\.id), replacement: inPlace ? .inPlace : nil)
        for instance in ledger.environments[Self.environment]?.kept?.deployment.instances ?? [] {
            world.end(instance.id)
        }
        record([.release(Self.environment, .started(plan: plan))], of: run)
        if random.chance(0.3) {
            add(.endRelease(run, old: [], running: previous), after: length)
        } else {
            add(.promote(next, run), after: length)
        }
    }

    private mutating func promote(_ deployment: Deployment, _ run: RunNumber) {
        let old = ledger.stable(in: Self.environment)?.instances.map(\.id) ?? []
        for instance in deployment.instances where !world.isRunning(instance.id) {
            _ = world.start(instance.id, 1, at: now)
        }
        world.routerSlot = deployment.slot
        record([.release(Self.environment, .promoted(deployment: deployment))], of: run)
        add(.endRelease(run, old: old, running: deployment), after: random.duration(500...5000))
    }

    private mutating func endRelease(_ run: RunNumber, _ old: [InstanceID], _ running: Deployment) {
        if !old.isEmpty, scenario.keepsOld {
            record([.release(Self.environment, .oldKept(for: scenario.keepOld))], of: run)
        } else {
            for id in old { world.end(id) }
        }
        isReleasing = false
        if world.routerSlot == nil { world.routerSlot = running.slot }
        record([.release(Self.environment, .finished(result: .succeeded, running: running))], of: run)
    }
}
