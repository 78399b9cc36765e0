import Delivery
import Testing
import Values

/// What could be released is known, and what can't be gone back over is said.
@Suite struct ReadyVersionTests {
    private let production = Bench.production
    private let gate = ApprovalRule(approvers: [], notAuthor: false, expires: .seconds(60))

    private func order(_ choice: VersionOrder.Choice, over: Bool = false, reason: String? = nil) -> VersionOrder {
        VersionOrder(choice, to: production, reason: reason, isOverMigration: over)
    }

    @Test func whatPassedEverythingBeforeIsReady() throws {
        let bench = try Bench.built(gate: gate)
        let ready = try #require(bench.ledger.environments[production]?.ready)
        #expect(ready.map(\.artifact) == [.new])
        #expect(ready.map(\.run) == [RunNumber(2)])
        #expect(ready.first?.since == bench.now)
        #expect(bench.ledger.environments[production]?.keptVersions.contains(Artifact.new.digest) == true)
    }

    @Test func itIsStillReadyAfterItsApprovalExpired() throws {
        var bench = try Bench.built(gate: gate)
        try bench.take(.tick, after: .seconds(61))
        #expect(bench.state.result == .rejected)
        #expect(bench.ledger.environments[production]?.ready.count == 1)
        let stored = try bench.ledger.version(for: order(.named("2.0.0")), stored: [Artifact.new.digest])
        #expect(stored.artifact == .new && !stored.isWayBack)
    }

    @Test func onceReleasedItIsNoLongerReady() throws {
        let bench = try Bench.promoted()
        #expect(bench.ledger.environments[production]?.ready.isEmpty == true)
    }

    /// The same commit, built once more.
    @Test func whatIsInServiceIsNotReady() throws {
        var before = try Bench.promoted(.sample(watch: .zero, keepOld: .seconds(600)))
        try before.take(.release(production, .drained(.blue, cut: 0)))
        var bench = Bench(before.ledger, run: RunNumber(3), at: before.now)
        try bench.take(
            .start(pipeline: Bench.pipeline(gate: gate), change: Bench.change, by: Bench.kim, workspace: "/w"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        #expect(bench.state.phase == .waiting)
        #expect(bench.ledger.environments[production]?.ready.isEmpty == true)
    }

    /// Where nothing was ever in service, too.
    @Test func itCanBeTheFirst() throws {
        var bench = try Bench.built(gate: gate, previous: nil)
        try bench.order(.reject)
        let stored = try bench.ledger.version(for: order(.named("2.0.0")), stored: [Artifact.new.digest])
        #expect(stored.artifact == .new)
    }

    @Test func itIsSaidOnce() throws {
        var bench = try Bench.built(gate: gate)
        let again = try bench.order(.approve)
        #expect(!again.contains { if case .release(_, .versionReady) = $0 { true } else { false } })
    }

    // MARK: - Migrations

    /// Run 1 released 1.0.0; run 2 migrates, and releases 2.0.0.
    private func migrated(reversible: Bool, code: Int = 0) throws -> Bench {
        var pipeline = Bench.pipeline(.sample(watch: .zero))
        pipeline.stages[1].steps.insert(
            Step(.migrate(MigrateStep(command: "./migrate", isReversible: reversible))), at: 0)
        var bench = Bench()
        try bench.take(.start(pipeline: pipeline, change: Bench.change, by: Bench.kim, workspace: "/srv"))
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .artifactMade(.new)))
        #expect(bench.state.effects.contains { "\($0)".contains("./migrate") })
        try bench.take(.step(StepID(stage: "production", index: 0), .ended(.exited(code: code))))
        return bench
    }

    private var old: ReleasedVersion? {
        var ledger = Ledger()
        let plan = ReleasePlan(
            step: Bench.deployStep, artifact: Deployment.old.artifact, previous: nil, slot: .blue, instances: [])
        ledger.apply(.release(production, .started(plan: plan)), run: RunNumber(1), at: Bench.start)
        return ledger.environments[production]?.versions.last
    }

    @Test func aMigrationThatCanNotBeReversedIsNoted() throws {
        let old = try #require(old)
        let record = try #require(try migrated(reversible: false).ledger.environments[production])
        #expect(record.migration(after: old)?.run == RunNumber(2))
        let failed = try #require(try migrated(reversible: false, code: 1).ledger.environments[production])
        #expect(failed.migration(after: old)?.run == RunNumber(2), "nobody knows how far it came")
        let harmless = try #require(try migrated(reversible: true).ledger.environments[production])
        #expect(harmless.migrations.isEmpty)
    }

    @Test func aWayBackOverItWantsAWord() throws {
        var ledger = Ledger()
        for (run, artifact) in [(1, Deployment.old.artifact), (2, .new)] {
            let plan = ReleasePlan(
                step: Bench.deployStep, artifact: artifact, previous: nil, slot: .blue, instances: [])
            let deployment = Deployment(artifact: artifact, slot: .blue, run: RunNumber(run), instances: [])
            if run == 2 { ledger.apply(.release(production, .databaseMigrated), run: RunNumber(2), at: Bench.start) }
            for event in [ReleaseEvent.started(plan: plan), .promoted(deployment: deployment)] {
                ledger.apply(.release(production, event), run: RunNumber(run), at: Bench.start)
            }
            ledger.apply(
                .release(production, .finished(result: .succeeded, running: deployment)), run: RunNumber(run),
                at: Bench.start)
        }
        let stored: Set = [Deployment.old.artifact.digest]
        for unwilling in [order(.previous), order(.previous, over: true), order(.named("1.0.0"), reason: "slow")] {
            #expect(throws: Refusal.self) { try ledger.version(for: unwilling, stored: stored) }
        }
        let willing = order(.previous, over: true, reason: "it reads neither column")
        #expect(try ledger.version(for: willing, stored: stored).isWayBack)
    }

    @Test func aWayBackMigratesNothing() throws {
        var pipeline = Bench.pipeline()
        pipeline.stages[1].steps.insert(Step(.migrate(MigrateStep(command: "./migrate"))), at: 0)
        func steps(wayBack: Bool) throws -> [String] {
            let version = StoredVersion(
                artifact: .new, commit: nil, run: RunNumber(1), reason: nil, isWayBack: wayBack)
            return try pipeline.releasing(version, by: order(.named("2.0.0"))).stages[1].steps.map(\.title)
        }
        #expect(try steps(wayBack: true) == ["deploy production"])
        #expect(try steps(wayBack: false) == ["./migrate", "deploy production"])
    }
}
