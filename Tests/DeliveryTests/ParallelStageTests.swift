import Delivery
import Testing
import Values

/// A stage whose steps go on at once, and releases side by side.
@Suite struct ParallelStageTests {
    private let eu: EnvironmentName = "eu"
    private let us: EnvironmentName = "us"
    private let ana = Actor(name: "ana")

    /// A run of a stage that releases to both at once, with what runs beside it.
    private struct Parallel {
        private(set) var run = RunState(number: RunNumber(7))
        private(set) var ledger = Ledger()
        private var now = Timestamp(milliseconds: 1_780_000_000_000)

        init(beside steps: [Step] = [], occupied: EnvironmentName? = nil) throws {
            let environments: [EnvironmentName: Environment] = [
                "eu": .sample(watch: .zero), "us": .sample(watch: .zero),
            ]
            for name in environments.keys {
                ledger.apply(.release(name, .promoted(deployment: .old)), run: RunNumber(1), at: now)
            }
            if let occupied { begin(RunNumber(6), in: occupied) }
            let pipeline = Pipeline(
                name: "shop", release: .manual,
                stages: [
                    Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)]),
                    Stage(
                        name: "production", isParallel: true,
                        steps: [.deploy(environment: "eu"), .deploy(environment: "us")] + steps),
                ], environments: environments)
            try take(
                .start(pipeline: pipeline, change: Change(title: "x"), by: Actor(name: "ana"), workspace: "/w"))
            try take(.step(StepID(stage: "build", index: 0), .artifactMade(.new)))
        }

        /// Another run begins, or ends, a release there.
        mutating func begin(_ other: RunNumber, in environment: EnvironmentName) {
            let plan = ReleasePlan(
                step: StepID(stage: "production", index: 0), artifact: .new, previous: nil, slot: .green, instances: [])
            ledger.apply(.release(environment, .started(plan: plan)), run: other, at: now)
        }

        mutating func end(_ other: RunNumber, in environment: EnvironmentName) throws {
            ledger.apply(
                .release(environment, .finished(result: .rolledBack, running: .old)), run: other, at: now)
            try take(.tick)
        }

        @discardableResult
        mutating func take(_ input: Input) throws -> [Event] {
            now = now + .milliseconds(100)
            let events = try run.decide(input, ledger: ledger, at: now)
            for event in events {
                run.apply(event, at: now)
                ledger.apply(event, run: run.number, at: now)
            }
            return events
        }

        mutating func order(_ order: Order, in environment: EnvironmentName? = nil) throws {
            try take(.order(order, by: Actor(name: "ana"), reason: nil, in: environment))
        }

        /// Has every effect succeed, in one environment or all, until none is left.
        mutating func succeed(in environment: EnvironmentName? = nil, until isThere: (RunState) -> Bool) throws {
            for _ in 0..<60 where !isThere(run) {
                let inputs = run.effects.filter { effect in
                    guard let environment, case .release(let name, _) = effect else { return true }
                    return name == environment
                }.compactMap(\.success)
                for input in inputs { try take(input) }
                try take(.tick)
            }
            #expect(isThere(run))
        }

        func phase(_ environment: EnvironmentName) -> ReleasePhase? { run.release(in: environment)?.phase }
    }

    @Test func bothReleasesBeginAtOnce() throws {
        let run = try Parallel().run
        #expect(run.activeReleases.map(\.environment) == [eu, us])
        for name in [eu, us] {
            #expect(run.effects.contains { if case .release(name, .askStable) = $0 { true } else { false } })
        }
    }

    @Test func eachGoesItsWay() throws {
        var parallel = try Parallel()
        try parallel.succeed(in: eu) { $0.release(in: "eu")?.phase == .baking }
        #expect(parallel.phase(us) == .preparing)
        try parallel.succeed(in: us) { $0.release(in: "us")?.phase == .baking }
        try parallel.order(.promote, in: us)
        try parallel.succeed { $0.release(in: "us")?.isFinished == true }
        #expect(parallel.phase(eu) == .baking && parallel.run.result == nil)
        try parallel.order(.promote, in: eu)
        try parallel.succeed { $0.result != nil }
        #expect(parallel.run.result == .succeeded)
    }

    @Test func oneThatFailsLeavesTheOtherToItsEnd() throws {
        var parallel = try Parallel()
        try parallel.succeed { run in run.releases.allSatisfy { $0.phase == .baking } }
        try parallel.order(.rollBack, in: eu)
        try parallel.succeed(in: eu) { $0.release(in: "eu")?.isFinished == true }
        #expect(parallel.run.result == nil)
        #expect(parallel.phase(us) == .baking)
        try parallel.order(.promote)
        try parallel.succeed { $0.result != nil }
        #expect(parallel.run.result == .rolledBack)
        #expect(parallel.ledger.stable(in: us)?.run == RunNumber(7) && parallel.ledger.stable(in: eu) == .old)
    }

    @Test func whatIsMeantHasToBeSaid() throws {
        var parallel = try Parallel()
        try parallel.succeed { run in run.releases.allSatisfy { $0.phase == .baking } }
        for order in [Order.rollBack, .promote, .resume] {
            let refusal = #expect(throws: Refusal.self) { try parallel.order(order) }
            #expect(refusal?.description.contains("--environment eu, or --environment us") == true)
        }
        #expect(throws: Refusal.self) { try parallel.order(.rollBack, in: "asia") }
        try parallel.order(.rollBack, in: us)
        #expect(parallel.run.release(in: us)?.isRollingBack == true)
        #expect(parallel.run.release(in: eu)?.isRollingBack == false)
    }

    /// Nothing stands between a person and stopping.
    @Test func haltStopsThemAll() throws {
        var parallel = try Parallel()
        try parallel.succeed { run in run.releases.allSatisfy { $0.phase == .baking } }
        try parallel.order(.halt)
        #expect(parallel.run.releases.allSatisfy { $0.isHalted })
        #expect(throws: Refusal.self) { try parallel.order(.halt) }
        try parallel.order(.resume, in: eu)
        try parallel.order(.halt)
        #expect(parallel.run.releases.allSatisfy { $0.isHalted }, "one was halted, and the other is")
    }

    @Test func cancellingTakesThemAllBack() throws {
        var parallel = try Parallel()
        try parallel.succeed { run in run.releases.allSatisfy { $0.phase == .baking } }
        try parallel.order(.cancel)
        #expect(parallel.run.releases.allSatisfy { $0.isRollingBack })
        try parallel.succeed { $0.result != nil }
        #expect(parallel.run.result == .cancelled)
    }

    @Test func aCommandBesideThemThatFailsEndsTheStageLast() throws {
        var parallel = try Parallel(beside: [.run(command: "./smoke.sh", name: nil)])
        let smoke = StepID(stage: "production", index: 2)
        try parallel.take(.step(smoke, .ended(.exited(code: 1))))
        #expect(parallel.run.result == nil)
        try parallel.succeed { run in run.releases.allSatisfy { $0.phase == .baking } }
        for name in [eu, us] { try parallel.order(.promote, in: parallel.run.activeReleases.count > 1 ? name : nil) }
        try parallel.succeed { $0.result != nil }
        #expect(parallel.run.result == .failed)
    }

    @Test func whoWaitsForAnEnvironmentHoldsNobodyElseUp() throws {
        var parallel = try Parallel(occupied: eu)
        #expect(parallel.run.activeReleases.map(\.environment) == [us])
        #expect(parallel.run.holds.map(\.cause) == [.environmentLocked(eu, by: RunNumber(6))])
        #expect(parallel.run.phase == .running)
        #expect(parallel.ledger.runs[RunNumber(7)]?.awaits(eu) == true)
        try parallel.end(RunNumber(6), in: eu)
        #expect(parallel.run.activeReleases.map(\.environment) == [us, eu])
        #expect(parallel.run.holds.isEmpty)
        #expect(parallel.ledger.runs[RunNumber(7)]?.awaits(eu) == false)
    }

    @Test(arguments: [
        ([Step.artifact(path: "dist", versionFrom: nil)], "an artifact is made of what"),
        ([.deploy(environment: "eu"), .deploy(environment: "eu")], "two steps of a parallel stage deploy to"),
    ])
    func whatMeetsIsRefused(steps: [Step], fault: String) {
        let pipeline = Pipeline(
            name: "shop", release: .manual,
            stages: [
                Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)]),
                Stage(name: "production", gate: ApprovalRule(), isParallel: true, steps: steps),
            ], environments: ["eu": .sample()])
        #expect(pipeline.faults.contains { $0.message.contains(fault) }, "\(pipeline.faults)")
    }
}
