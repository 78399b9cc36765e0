import Delivery
import Foundation
import Testing
import Values

/// A version that was built before is released once more, and what comes by itself after that waits for a person.
@Suite struct VersionTests {
    private let production = Bench.production
    private let noon = Timestamp(milliseconds: 43_200_000)

    private func artifact(_ letter: String, _ version: String) throws -> Artifact {
        let digest = try #require(Digest(String(repeating: letter, count: 64)))
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 1))
    }

    /// Versions 1, 2 and 3 were released one after the other; 4 failed.
    private func ledger() throws -> (ledger: Ledger, artifacts: [Artifact]) {
        var ledger = Ledger()
        let artifacts = try [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")].map { try artifact($0.0, $0.1) }
        for (index, artifact) in artifacts.enumerated() {
            let run = RunNumber(index + 1)
            release(artifact, in: run, &ledger, succeeding: index < 3)
        }
        return (ledger, artifacts)
    }

    private func release(
        _ artifact: Artifact, in run: RunNumber, _ ledger: inout Ledger, succeeding: Bool, wayBack: WayBack? = nil,
        to environment: EnvironmentName = Bench.production
    ) {
        let previous = ledger.stable(in: production)
        var plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: artifact, previous: previous, slot: .blue,
            instances: [], commit: "c0ffee\(run.value)")
        plan.wayBack = wayBack
        let deployment = Deployment(artifact: artifact, slot: .blue, run: run, instances: [], commit: plan.commit)
        let events: [ReleaseEvent] =
            [.started(plan: plan)] + (succeeding ? [.promoted(deployment: deployment)] : [])
            + [
                .finished(
                    result: succeeding ? .succeeded : .rolledBack, running: succeeding ? deployment : previous)
            ]
        for event in events { ledger.apply(.release(environment, event), run: run, at: noon) }
    }

    private func choose(
        _ choice: VersionOrder.Choice, _ ledger: Ledger, _ artifacts: [Artifact], atOnce: Bool = false,
        reason: String? = nil
    ) throws -> StoredVersion {
        let order = VersionOrder(choice, to: production, isAtOnce: atOnce, reason: reason)
        return try ledger.version(for: order, stored: Set(artifacts.map(\.digest)))
    }

    @Test func theLedgerKeepsWhatWasReleasedAndHowItEnded() throws {
        let (ledger, artifacts) = try ledger()
        let versions = try #require(ledger.environments[production]?.versions)
        #expect(versions.map(\.artifact) == artifacts)
        #expect(versions.map(\.result) == [.succeeded, .succeeded, .succeeded, .rolledBack])
        #expect(versions.map(\.wasInService) == [true, true, true, false])
    }

    @Test func aVersionIsNamedByItselfOrByItsDigest() throws {
        let (ledger, artifacts) = try ledger()
        #expect(try choose(.named("1"), ledger, artifacts).artifact == artifacts[0])
        #expect(try choose(.named("bbbbbbb"), ledger, artifacts).artifact == artifacts[1])
        #expect(try choose(.named("1"), ledger, artifacts).isWayBack)
        #expect(try choose(.named("1"), ledger, artifacts).commit == "c0ffee1")
        // It was released, and users never had it for good: that is no way back.
        #expect(try !choose(.named("4"), ledger, artifacts).isWayBack)
        #expect(try choose(.previous, ledger, artifacts).artifact == artifacts[1])
    }

    @Test func whatCanNotBeReleasedIsRefusedWithWhatCan() throws {
        let (ledger, artifacts) = try ledger()
        func refusal(_ choice: VersionOrder.Choice, _ kept: [Artifact], atOnce: Bool = false) -> String {
            do {
                _ = try choose(choice, ledger, kept, atOnce: atOnce)
                return ""
            } catch { return "\(error)" }
        }
        #expect(refusal(.named("9"), artifacts) == "there is no version \"9\"; there are 4, 3, 2, 1")
        #expect(refusal(.named("3"), artifacts) == "3 is in service in production already")
        #expect(
            refusal(.named("1"), Array(artifacts.dropFirst())) == "1 is not kept here any more; there are 4, 2")
        #expect(refusal(.named("1"), artifacts, atOnce: true).contains("--reason"))
        #expect(refusal(.named("1"), []) == "1 is not kept here any more; no other is")
    }

    @Test func whoSawAnotherVersionInServiceIsRefused() throws {
        let (ledger, artifacts) = try ledger()
        func order(replacing artifact: Artifact) -> VersionOrder {
            VersionOrder(.named("1"), to: production, replaces: artifact.digest)
        }
        let stored = Set(artifacts.map(\.digest))
        #expect(try ledger.version(for: order(replacing: artifacts[2]), stored: stored).artifact == artifacts[0])
        #expect(throws: Refusal("production has 3 in service by now: look at it again")) {
            try ledger.version(for: order(replacing: artifacts[1]), stored: stored)
        }
    }

    /// Whoever presses the key again is not taken to what they just went back from.
    @Test func goingBackTwiceGoesBackTwoVersions() throws {
        var (ledger, artifacts) = try ledger()
        #expect(ledger.environments[production]?.beforeStable?.artifact == artifacts[1])
        for (run, index) in [(5, 1), (6, 0)] {
            let wayBack = WayBack(to: "\(index + 1)", in: RunNumber(run), by: Actor(name: "ana"), reason: nil)
            release(artifacts[index], in: RunNumber(run), &ledger, succeeding: true, wayBack: wayBack)
            #expect(ledger.environments[production]?.beforeStable?.artifact == (index == 1 ? artifacts[0] : nil))
        }
        #expect(throws: Refusal.self) { try choose(.previous, ledger, artifacts) }
        let forward = try choose(.named("3"), ledger, artifacts)
        #expect(!forward.isWayBack, "forward again is no way back")
        release(forward.artifact, in: RunNumber(7), &ledger, succeeding: true)
        #expect(ledger.environments[production]?.beforeStable?.artifact == artifacts[0], "what was there before it")
    }

    /// Promoted, and taken back while it was watched: however its run ended, nobody wants it back.
    @Test(arguments: [RunResult.cancelled, .rolledBack, .errored, .failed])
    func whatWasTakenBackIsNoWayBack(result: RunResult) throws {
        var (ledger, artifacts) = try ledger()
        let stable = try #require(ledger.stable(in: production))
        let plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: artifacts[3], previous: stable, slot: .green,
            instances: [])
        let deployment = Deployment(artifact: artifacts[3], slot: .green, run: RunNumber(5), instances: [])
        for event in [
            ReleaseEvent.started(plan: plan), .promoted(deployment: deployment),
            .finished(result: result, running: stable),
        ] {
            ledger.apply(.release(production, event), run: RunNumber(5), at: noon)
        }
        #expect(ledger.environments[production]?.beforeStable?.artifact == artifacts[1])
    }

    /// What can't be told from what is in service stays there, also where its release did not end well.
    @Test func whatStaysInServiceIsAWayBackHoweverItsReleaseEnded() throws {
        var (ledger, artifacts) = try ledger()
        let plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: artifacts[3],
            previous: ledger.stable(in: production), slot: .green, instances: [])
        let deployment = Deployment(artifact: artifacts[3], slot: .green, run: RunNumber(5), instances: [])
        for event in [
            ReleaseEvent.started(plan: plan), .promoted(deployment: deployment),
            .finished(result: .errored, running: deployment),
        ] {
            ledger.apply(.release(production, event), run: RunNumber(5), at: noon)
        }
        release(try artifact("e", "5"), in: RunNumber(6), &ledger, succeeding: true)
        #expect(ledger.environments[production]?.beforeStable?.artifact == artifacts[3])
    }

    /// What waits for its approval is not outdated because somebody goes back behind what is in service.
    @Test func whatIsReadyStaysSoWhenSomebodyGoesBack() throws {
        var (ledger, artifacts) = try ledger()
        let next = try artifact("e", "5")
        ledger.apply(
            .release(production, .versionReady(artifact: next, commit: nil, ahead: 3)), run: RunNumber(5), at: noon)
        let wayBack = WayBack(to: "2", in: RunNumber(6), by: Bench.ana, reason: nil)
        release(artifacts[1], in: RunNumber(6), &ledger, succeeding: true, wayBack: wayBack)
        #expect(ledger.environments[production]?.ready.map(\.artifact) == [next])
        release(try artifact("f", "6"), in: RunNumber(7), &ledger, succeeding: true)
        #expect(ledger.environments[production]?.ready.isEmpty == true, "now something newer is there")
    }

    /// What starts a version belongs to it, and where it runs to today.
    @Test func aWayBackStartsTheVersionAsItWasReleased() throws {
        var (ledger, artifacts) = try ledger()
        let host = try #require(HostAddress("ssh://deploy@web-9"))
        var environment = Environment.sample()
        environment.service.start = "./server2"
        var pipeline = Bench.pipeline(environment)
        for (run, artifact) in [(8, artifacts[0]), (9, artifacts[1])] {
            var plan = ReleasePlan(
                step: StepID(stage: "production", index: 0), artifact: artifact,
                previous: ledger.stable(in: production), slot: .blue, instances: [], rules: DeliveryRules(pipeline))
            plan.keep = 5
            let deployment = Deployment(artifact: artifact, slot: .blue, run: RunNumber(run), instances: [])
            for event in [
                ReleaseEvent.started(plan: plan), .promoted(deployment: deployment),
                .finished(result: .succeeded, running: deployment),
            ] {
                ledger.apply(.release(production, event), run: RunNumber(run), at: noon)
            }
            environment.service.start = "./server3"
            environment.hosts = [host]
            pipeline = Bench.pipeline(environment)
        }
        let order = VersionOrder(.previous, to: production, isAtOnce: true)
        let version = try ledger.version(for: order, stored: Set(artifacts.map(\.digest)))
        pipeline.variables = VariableSettings(texts: ["NEW": "1"])
        let derived = try pipeline.releasing(version, by: order)
        #expect(derived.variables(ofServiceIn: production).isEmpty, "it never had one")
        let settings = derived.environments[production]
        #expect(settings?.service.start == "./server2")
        #expect(settings?.hosts == [host])
    }

    /// Two pipelines deploy to one environment: each version goes the way of its own.
    @Test func theMakerOfAVersionIsKnown() throws {
        var (ledger, artifacts) = try ledger()
        let fix = try artifact("f", "6")
        begin("shop", in: RunNumber(6), &ledger)
        release(fix, in: RunNumber(6), &ledger, succeeding: true)
        begin("hotfix", in: RunNumber(7), &ledger)
        release(try artifact("e", "7"), in: RunNumber(7), &ledger, succeeding: true)
        #expect(ledger.maker(of: VersionOrder(.previous, to: production)) == "shop")
        #expect(ledger.maker(of: VersionOrder(.named(fix.digest.hexadecimal), to: production)) == "shop")
        #expect(ledger.maker(of: VersionOrder(.named(artifacts[1].digest.hexadecimal), to: production)) == nil)
    }

    /// One server, two pipelines, and both have a 3.
    @Test func anotherPipelinesVersionsAreNotMeant() throws {
        var (ledger, artifacts) = try ledger()
        let (own, other) = (try artifact("f", "7"), try artifact("e", "2"))
        begin("shop", in: RunNumber(7), &ledger)
        release(own, in: RunNumber(7), &ledger, succeeding: true)
        begin("blog", in: RunNumber(8), &ledger)
        release(other, in: RunNumber(8), &ledger, succeeding: true, to: "blog")
        #expect(throws: Refusal.self) { try choose(.named(other.digest.hexadecimal), ledger, artifacts + [other]) }
    }

    private func begin(_ name: String, in run: RunNumber, _ ledger: inout Ledger) {
        let pipeline = Pipeline(name: name, release: .automatic(acceptRisk: nil), stages: [], environments: [:])
        ledger.apply(
            .run(.started(pipeline: pipeline, change: Change(title: "a post"), by: Bench.ana, workspace: "/w")),
            run: run, at: noon)
    }

    /// What came after a way back, and was taken back itself, leaves a person in charge.
    @Test func aWayBackLastsUntilSomethingNewerStays() throws {
        var (ledger, artifacts) = try ledger()
        let wayBack = WayBack(to: "2", in: RunNumber(5), by: Actor(name: "ana"), reason: "slow")
        release(artifacts[1], in: RunNumber(5), &ledger, succeeding: true, wayBack: wayBack)
        #expect(ledger.environments[production]?.wayBack == wayBack)
        let before = ledger.stable(in: production)
        let next = try artifact("e", "6")
        let plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: next, previous: before, slot: .green, instances: [])
        let deployment = Deployment(artifact: next, slot: .green, run: RunNumber(6), instances: [])
        for event in [.started(plan: plan), .promoted(deployment: deployment)] as [ReleaseEvent] {
            ledger.apply(.release(production, event), run: RunNumber(6), at: noon)
        }
        var takenBack = ledger
        takenBack.apply(
            .release(production, .finished(result: .rolledBack, running: before)), run: RunNumber(6), at: noon)
        #expect(takenBack.environments[production]?.wayBack == wayBack)
        ledger.apply(
            .release(production, .finished(result: .succeeded, running: deployment)), run: RunNumber(6), at: noon)
        #expect(ledger.environments[production]?.wayBack == nil)
    }

    /// Whoever reads the record later has to see it as well: by it the run passes gates, and counts as no new commit.
    @Test func thatAVersionIsStoredStandsInTheRecord() throws {
        let (ledger, artifacts) = try ledger()
        let version = try choose(.named("1"), ledger, artifacts)
        let derived = try Bench.pipeline().releasing(version, by: VersionOrder(.named("1"), to: production))
        let read = try JSONDecoder().decode(Pipeline.self, from: JSONEncoder().encode(derived))
        #expect(read == derived)
        #expect(read.stored == version)
    }

    @Test func theStageIsTakenAsItIsWithoutWhatBuilds() throws {
        let (ledger, artifacts) = try ledger()
        let version = try choose(.named("1"), ledger, artifacts)
        let order = VersionOrder(.named("1"), to: production)
        let whole = Bench.pipeline()
        let derived = try whole.releasing(version, by: order)
        #expect(derived.stages.map(\.name) == ["version", "production"])
        let stage = try #require(whole.stages.first { $0.name == "production" })
        #expect(derived.stages[1] == stage, "its gate and its steps")
        #expect(derived.environments[production]?.strategy == whole.environments[production]?.strategy)
        #expect(!derived.needsSource)
        let atOnce = try whole.releasing(
            version, by: VersionOrder(.named("1"), to: production, isAtOnce: true, reason: "now"))
        #expect(atOnce.environments[production]?.strategy == .allAtOnce(AllAtOnceStrategy()))
        #expect(atOnce.stages[1].gate == stage.gate)
        #expect(throws: Refusal.self) { try whole.releasing(version, by: VersionOrder(.previous, to: "nowhere")) }
    }

    /// A single stage that builds and deploys.
    @Test func whatComesBeforeTheArtifactIsLeftOut() throws {
        let (ledger, artifacts) = try ledger()
        var pipeline = Bench.pipeline()
        pipeline.stages = [
            Stage(
                name: "all",
                steps: [
                    .run(command: "make"), .artifact(path: "dist", versionFrom: nil), .run(command: "smoke"),
                    .deploy(environment: production),
                ])
        ]
        let version = try choose(.named("1"), ledger, artifacts)
        let derived = try pipeline.releasing(version, by: VersionOrder(.named("1"), to: production))
        #expect(derived.stages[1].steps.map(\.title) == ["smoke", "deploy production"])
        #expect(derived.needsSource, "a command may need it")
    }

    @Test func aWayBackIsThereUntilSomethingNewerComes() throws {
        var (ledger, artifacts) = try ledger()
        let wayBack = WayBack(to: "1", in: RunNumber(5), by: Bench.ana, reason: "it is slow")
        release(artifacts[0], in: RunNumber(5), &ledger, succeeding: true, wayBack: wayBack)
        #expect(ledger.environments[production]?.wayBack == wayBack)
        // One that fails changes nothing about it.
        release(try artifact("e", "5"), in: RunNumber(6), &ledger, succeeding: false)
        #expect(ledger.environments[production]?.wayBack == wayBack)
        release(try artifact("f", "6"), in: RunNumber(7), &ledger, succeeding: true)
        #expect(ledger.environments[production]?.wayBack == nil)
    }

    @Test func whatIsKeptIsWhatWasInServiceLast() throws {
        let (ledger, artifacts) = try ledger()
        var record = try #require(ledger.environments[production])
        #expect(record.keptVersions == Set(artifacts.prefix(3).map(\.digest)))
        var next = ledger
        var plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: artifacts[3], previous: nil, slot: .blue,
            instances: [])
        plan.keep = 2
        next.apply(.release(production, .started(plan: plan)), run: RunNumber(8), at: noon)
        record = try #require(next.environments[production])
        #expect(record.keptVersions == Set(artifacts[1...].map(\.digest)), "what is just released is kept too")
        plan.keep = 3
        next = ledger
        next.apply(.release(production, .started(plan: plan)), run: RunNumber(8), at: noon)
        #expect(next.environments[production]?.keptVersions == Set(artifacts.map(\.digest)), "three, and that")
    }
}
