import Delivery
import Platforms
import Synchronization
import Values

/// A release on a bench: the core decides, the platform acts, and after every effect the world is looked at.
struct ContractTale {
    private(set) var run: RunState
    private(set) var ledger: Ledger
    private let bench: any PlatformBench
    private let manner: PlatformContract.Manner
    private let artifact: Artifact
    private var platform: any Platform
    private var done: Set<Effect> = []

    private static let environment: EnvironmentName = "production"

    init(
        of version: String, _ ledger: Ledger, _ manner: PlatformContract.Manner, on bench: some PlatformBench
    ) async throws {
        self.ledger = ledger
        self.manner = manner
        self.bench = bench
        artifact = try await bench.artifact(version)
        platform = try await bench.open()
        let number = ledger.environments[Self.environment]?.stable?.run.value ?? 0
        run = RunState(number: RunNumber(number + 1))
        let stage = Stage(
            name: "production",
            steps: [.artifact(path: "dist", versionFrom: nil), .deploy(environment: Self.environment)])
        // What stays ready after a run would be told from what was left behind by nothing.
        var settings = bench.settings
        settings.rollback.keepOld = .zero
        let pipeline = Pipeline(
            name: "contract", release: .manual, stages: [stage],
            environments: [Self.environment: settings])
        try await take(
            .start(
                pipeline: pipeline, change: Change(title: "Version \(version)"), by: Actor(name: "ana"),
                workspace: "/nowhere"))
    }

    /// The slot of the version that is released.
    var candidate: Slot { run.release?.plan.slot ?? .blue }

    mutating func take(_ input: Input) async throws {
        let now = await bench.now
        for event in try run.decide(input, ledger: ledger, at: now) {
            run.apply(event, at: now)
            ledger.apply(event, run: run.number, at: now)
        }
        done.formIntersection(run.effects)
    }

    mutating func order(_ order: Order) async throws {
        try await take(.order(order, by: Actor(name: "ana"), reason: nil))
    }

    /// Carries out what the run wants, one effect after the other, until it is where it should be.
    mutating func carryOut(until isThere: (RunState) -> Bool) async throws {
        for _ in 0..<200 where !isThere(run) {
            if let effect = run.effects.first(where: { $0.ends && !done.contains($0) }) {
                try await carryOut(effect)
            } else {
                try await bench.pass(.milliseconds(100))
                try await take(.tick)
            }
        }
        guard isThere(run) else { throw ContractBreach("the release stays \(phase)") }
    }

    /// Carries the run to its end; only what is in service then is left.
    mutating func finish(as result: RunResult) async throws {
        try await carryOut { $0.result != nil }
        guard run.result == result else { throw ContractBreach("the run ended \(run.result?.rawValue ?? "not")") }
        let known = Set((ledger.stable(in: Self.environment)?.instances ?? []).map(\.id))
        let running = try await bench.running()
        guard running == known else { throw ContractBreach("\(known) are in service, and \(running) run") }
        await platform.leave()
    }

    func expect(_ share: Share, of slot: Slot, _ why: String) async throws {
        let found = try await bench.shares()[slot] ?? .none
        guard found == share else { throw ContractBreach("\(slot) has \(found) of all users, not \(share): \(why)") }
    }

    private var phase: String { run.release?.phase.rawValue ?? "unborn" }

    private mutating func carryOut(_ effect: Effect) async throws {
        done.insert(effect)
        switch effect {
        case .step(let step, .makeArtifact): try await take(.step(step, .artifactMade(artifact)))
        case .step(let step, _): throw ContractBreach("step \(step) is none of a platform's")
        case .release(let environment, let effect):
            for report in try await carryOut(effect) { try await take(.release(environment, report)) }
        }
    }

    private mutating func carryOut(_ effect: ReleaseEffect) async throws -> [ReleaseInput] {
        switch manner {
        case .once: break
        case .twice:
            let first = try await perform(effect)
            try await verify(effect)
            let second = try await perform(effect)
            try await verify(effect)
            guard first.last == second.last else {
                throw ContractBreach("\(effect): first \(first), then \(second)")
            }
            return second
        case .byAnotherProcess:
            await platform.leave()
            platform = try await bench.open()
        case .afterOneThatWasCancelled: try await cancel(effect)
        }
        let reports = try await perform(effect)
        try await verify(effect)
        return reports
    }

    private func perform(_ effect: ReleaseEffect) async throws -> [ReleaseInput] {
        guard let release = run.release else { throw ContractBreach("there is no release") }
        let reports = Mutex<[ReleaseInput]>([])
        try await platform.perform(effect, of: release, in: run) { report in reports.withLock { $0.append(report) } }
        return reports.withLock { $0 }
    }

    private func cancel(_ effect: ReleaseEffect) async throws {
        let before = (try await bench.shares(), try await bench.running())
        let attempt = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await perform(effect)
        }
        attempt.cancel()
        if case .success(let reports) = await attempt.result, !reports.isEmpty, effect.changesSomething {
            throw ContractBreach("\(effect) was cancelled before its turn, and says \(reports)")
        }
        let after = (try await bench.shares(), try await bench.running())
        guard before == after else {
            throw ContractBreach("\(effect) was cancelled before its turn, and changed \(before) to \(after)")
        }
    }

    /// What was asked can be read back.
    private func verify(_ effect: ReleaseEffect) async throws {
        switch effect {
        case .startInstance(let id): try await expect(id, isRunning: true)
        case .stopInstance(let id, _): try await expect(id, isRunning: false)
        case .shiftTraffic(let share): try await expect(share, of: candidate, "it was shifted")
        case .returnTraffic(let slot), .promoteRoute(let slot): try await expect(.all, of: slot, "it is stable")
        case .closeRouter:
            try await expect(.none, of: .blue, "the router was closed")
            try await expect(.none, of: .green, "the router was closed")
        case .routeRequests(let instances):
            for slot in Slot.allCases {
                let share = Share(of: instances.count { $0.id.slot == slot }, among: instances.count)
                try await expect(share, of: slot, "requests were routed")
            }
        case .prepare, .askStable, .watchStable, .awaitReady, .watchInstance, .attachCandidate, .holdLease,
            .sampleTraffic, .keepRouter, .confirmRouter, .drain, .putInPlace, .drainInstance:
            break
        }
    }

    private func expect(_ id: InstanceID, isRunning: Bool) async throws {
        let running = try await bench.running()
        guard running.contains(id) == isRunning else {
            throw ContractBreach("\(id) is not as it should be: \(running)")
        }
    }
}

extension Effect {
    /// Whether it comes to an end by itself.
    fileprivate var ends: Bool {
        switch self {
        case .step: true
        case .release(_, let effect): effect.ends
        }
    }
}

extension ReleaseEffect {
    fileprivate var ends: Bool {
        switch self {
        case .watchStable, .watchInstance, .holdLease, .sampleTraffic, .keepRouter: false
        case .prepare, .askStable, .startInstance, .awaitReady, .attachCandidate, .shiftTraffic, .returnTraffic,
            .confirmRouter, .promoteRoute, .drain, .stopInstance, .closeRouter, .putInPlace, .routeRequests,
            .drainInstance:
            true
        }
    }

    /// Whether more comes of it than an answer.
    fileprivate var changesSomething: Bool {
        switch self {
        case .askStable, .awaitReady, .confirmRouter, .watchStable, .watchInstance, .sampleTraffic, .keepRouter: false
        case .prepare, .startInstance, .attachCandidate, .shiftTraffic, .returnTraffic, .holdLease, .promoteRoute,
            .drain, .stopInstance, .closeRouter, .putInPlace, .routeRequests, .drainInstance:
            true
        }
    }
}
