import Delivery
import Judge
import Testing
import Values

/// A run that takes its source first, and goes by the pipeline that it finds there.
struct SourceStepTests {
    private let step = StepID(stage: "source", index: 0)
    private let commit = String(repeating: "4f2c1a9d", count: 5)
    private let change = Change(commit: String(repeating: "4f2c1a9d", count: 5), title: "Add gift cards", author: "Ana")

    private func source(_ pipeline: SourceStep.Pipeline = .commit) -> SourceStep {
        SourceStep(source: Source(git: "."), commit: commit, pipeline: pipeline, file: "/srv/slipway.yml")
    }

    private func begun() throws -> Bench {
        var bench = Bench()
        try bench.take(
            .start(
                pipeline: Bench.pipeline().taking(source()), change: Change(untaken: commit), by: Bench.ana,
                workspace: "/w"))
        return bench
    }

    /// What the commit has: a stage more than the file at hand.
    private var other: Pipeline {
        var pipeline = Bench.pipeline()
        pipeline.stages.insert(Stage(name: "lint", steps: [.run(command: "make lint")]), at: 0)
        return pipeline
    }

    @Test func nothingOfTheFileAtHandBeginsBeforeTheSourceIsThere() throws {
        let bench = try begun()
        #expect(bench.state.stages.map(\.name) == ["source", "build", "production"])
        #expect(bench.state.effects == [.step(step, .takeSource(source()))])
        #expect(bench.state.change?.title == "commit 4f2c1a9d4f2c")
    }

    @Test func theRunGoesByWhatTheCommitHas() throws {
        var bench = try begun()
        let events = try bench.take(.step(step, .sourceTaken(TakenSource(pipeline: other, change: change))))
        #expect(events.first == .run(.sourceTaken(pipeline: other.taking(source()), change: change)))
        #expect(bench.state.stages.map(\.name) == ["source", "lint", "build", "production"])
        #expect(bench.state.stages[0].result == .succeeded)
        #expect(bench.state.stages[1].phase == .running)
        #expect(bench.state.change == change)
        #expect(bench.ledger.runs[bench.state.number]?.stage == "lint")
        #expect(bench.ledger.pipelines["shop"]?.stages == ["source", "lint", "build", "production"])
    }

    @Test func aCommitThatCanNotBeCarriedOutFailsAtOnce() throws {
        var bench = try begun()
        try bench.take(.step(step, .sourceRefused(detail: "4f2c:slipway.yml:5:1: unknown key")))
        #expect(bench.state.result == .failed)
        #expect(bench.state.stepState(step)?.report == .missing("4f2c:slipway.yml:5:1: unknown key"))
        #expect(bench.state.stepState(step)?.attempt == 1)
    }

    @Test func whatCanNotBeReachedIsTriedAgainWithPauses() throws {
        var bench = try begun()
        let problem = Problem(what: "taking it", why: "no route to host")
        for attempt in 1...3 {
            try bench.take(.step(step, .errored(.takeSource(source()), problem)))
            #expect(bench.state.result == nil)
            #expect(bench.state.effects.isEmpty, "it pauses")
            try bench.take(.tick, after: .seconds(60))
            #expect(bench.state.stepState(step)?.attempt == attempt + 1)
            #expect(bench.state.effects == [.step(step, .takeSource(source()))])
        }
        try bench.take(.step(step, .errored(.takeSource(source()), problem)))
        #expect(bench.state.result == .errored)
        #expect(bench.state.stepState(step)?.report == .problem(problem))
        try bench.take(.order(.retry, by: Bench.ana, reason: nil))
        #expect(bench.state.effects == [.step(step, .takeSource(source()))])
    }

    @Test func whoeverCancelsWaitsForNoServer() throws {
        var bench = try begun()
        try bench.take(.order(.cancel, by: Bench.ana, reason: nil))
        #expect(bench.state.result == .cancelled)
        #expect(bench.state.effects.isEmpty)
    }

    @Test func aStoredVersionKeepsItsPipeline() throws {
        var bench = Bench()
        let pipeline = Bench.pipeline().taking(source(.stored))
        try bench.take(.start(pipeline: pipeline, change: change, by: Bench.ana, workspace: "/w"))
        let events = try bench.take(.step(step, .sourceTaken(nil)))
        #expect(!events.contains { if case .run(.sourceTaken) = $0 { true } else { false } })
        #expect(bench.state.pipeline == pipeline)
        #expect(bench.state.stages[1].phase == .running)
    }

    @Test func noOtherStageHasItsName() {
        var pipeline = Bench.pipeline()
        pipeline.stages[0] = Stage(name: "source", steps: pipeline.stages[0].steps)
        func isRefused(_ pipeline: Pipeline) -> Bool {
            pipeline.faults.contains { $0.message == "a stage called \"source\"" }
        }
        #expect(!isRefused(pipeline), "without a source the name is free")
        pipeline.source = Source(git: ".")
        #expect(isRefused(pipeline))
        var taking = Bench.pipeline()
        taking.source = Source(git: ".")
        #expect(!isRefused(taking.taking(source())))
        #expect(Bench.pipeline().taking(source()).withoutSourceStage == Bench.pipeline())
    }

    /// The commit's own wins; only a person who wants the file at hand gets that, and the record says so.
    @Test func whichPipelineARunGoesBy() throws {
        let given = Bench.pipeline()
        let differs = CommittedPipeline.other(other, name: "4f2c:slipway.yml")
        let own = try source().choice(of: given, differs)
        #expect(own.pipeline == other && !own.isDirty)
        #expect(own.remark == "carrying out 4f2c:slipway.yml, which slipway.yml at hand differs from")
        #expect(try source().choice(of: given, .same).remark == nil)
        #expect(try source().choice(of: given, .missing).remark?.contains("has no slipway.yml") == true)
        #expect(throws: Refusal("unknown key")) { try source().choice(of: given, .invalid("unknown key")) }
        for committed in [differs, .invalid("unknown key")] {
            let forced = try source(.file).choice(of: given, committed)
            #expect(forced.pipeline == given && forced.isDirty && forced.remark?.contains("--dirty") == true)
        }
        for committed in [differs, .missing, .invalid("unknown key")] {
            let stored = try source(.stored).choice(of: given, committed)
            #expect(stored.pipeline == given && !stored.isDirty && stored.remark == nil)
        }
    }
}
