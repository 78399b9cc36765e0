import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

import Executor

/// Orders to a run that was just taken up, before anybody knows how stable is.
@Suite(.timeLimit(.minutes(1))) struct PutOffOrderTests {
    private static let place: EnvironmentName = "production"
    private static let ana = Actor(name: "ana")
    private static let candidate = InstanceID(run: RunNumber(2), host: .local, slot: .green, index: 0)
    /// Nothing listens there: no instance of stable answers.
    private static let nobody = Endpoint(address: "127.0.0.1", port: 1)
    private static let old = Deployment(
        artifact: artifact("a", "1.0.0"), slot: .blue, run: RunNumber(1),
        instances: [
            PlacedInstance(id: InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0), endpoint: nobody)
        ])

    private static func artifact(_ digit: Character, _ version: String) -> Artifact {
        guard let digest = Digest(String(repeating: digit, count: 64)) else {
            preconditionFailure("\(digit) is not a hexadecimal digit")
        }
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 1024))
    }

    /// No router can be started where this machine has no address.
    private static let pipeline = Pipeline(
        name: "shop", release: .manual,
        stages: [
            Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)]),
            Stage(name: "production", steps: [.deploy(environment: place)]),
        ],
        environments: [
            place: Environment(
                service: Service(start: "./server"),
                traffic: TrafficRoute(listen: Endpoint(address: "192.0.2.1", port: 8080)),
                strategy: .canary(CanaryStrategy(steps: [Share(percent: 5)], bake: Bake(duration: .seconds(10)))),
                health: [.responding(path: "/healthz", within: .seconds(1))],
                rollback: RollbackPolicy(keepOld: .zero), watch: .seconds(60))
        ])

    /// A release that an executor had promoted before it died, with the old version kept ready.
    private static let story: [Input] = [
        .start(pipeline: pipeline, change: Change(title: "a test"), by: ana, workspace: "/"),
        .step(StepID(stage: "build", index: 0), .artifactMade(artifact("b", "2.0.0"))),
        .release(place, .stableAsked([old.instances[0].id: .good])),
        .release(place, .prepared()), .release(place, .instance(candidate, .started(nobody))),
        .release(place, .instance(candidate, .ready())),
        .release(place, .attached), .order(.promote, by: ana, reason: nil), .release(place, .routePromoted(.green)),
    ]

    private func withPromotedRelease(_ body: (Executor) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state)
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        var ledger = Ledger()
        ledger.apply(.release(Self.place, .promoted(deployment: Self.old)), run: RunNumber(1), at: clock())
        let recorder = Recorder(journal: journal, feed: EventFeed(), ledger: ledger)
        var run = RunState(number: RunNumber(2))
        for input in Self.story {
            let records = try await recorder.record(of: run.number, at: clock()) { [run] ledger in
                try run.decide(input, ledger: ledger, at: clock())
            }
            for record in records { run.apply(record.event, at: record.time) }
        }
        #expect(run.release?.phase == .watching)
        let executor = Executor(
            run: run, recorder: recorder,
            world: .onHosts(state: state, variables: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], now: clock), now: clock)
        let work = Task { try await executor.carryOut() }
        try await body(executor)
        work.cancel()
        _ = await work.result
        try await journal.close()
    }

    /// It waits for the answer, and so is refused for what is so, and not for what nobody knows.
    @Test(arguments: [Order.rollBack, .cancel])
    func anOrderWaitsUntilStableHasAnswered(command: Order) async throws {
        try await withPromotedRelease { executor in
            let refusal = await #expect(throws: Refusal.self) { try await executor.order(command, by: Self.ana) }
            #expect(
                refusal?.description.contains("no instance of stable 1.0.0 answers") == true,
                "\(String(describing: refusal))")
        }
    }

    @Test func whoInsistsNeedNotWait() async throws {
        try await withPromotedRelease { executor in
            let waiting = Task { try await executor.order(.rollBack, by: Self.ana) }
            try await executor.order(.rollBack, by: Self.ana, anyway: true)
            await #expect(throws: Refusal.self) { try await waiting.value }
        }
    }

    /// Nobody is left without an answer when the run is given back.
    @Test func whoWaitsIsToldWhenTheRunIsLetGo() async throws {
        let waiting = Waiting()
        try await withPromotedRelease { executor in
            await waiting.hold(Task { try await executor.order(.rollBack, by: Self.ana) })
        }
        await #expect(throws: Refusal.self) { try await waiting.answer() }
    }

    private actor Waiting {
        private var order: Task<Int64, any Error>?

        func hold(_ order: Task<Int64, any Error>) { self.order = order }

        func answer() async throws -> Int64? { try await order?.value }
    }
}
