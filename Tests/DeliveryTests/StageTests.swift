import Delivery
import Testing
import Values

@Suite struct StageTests {
    private let compile = StepID(stage: "build", index: 0)

    @Test(arguments: [
        (CommandOutcome.exited(code: 0), nil, nil), (.exited(code: 2), RunResult.failed, "exit status 2"),
        (.signalled(9), .failed, "ended by signal 9"), (.unknown(.noRoute), .errored, "asking the router: no answer"),
    ])
    func commands(outcome: CommandOutcome, result: RunResult?, detail: String?) throws {
        var bench = try Bench.started()
        try bench.take(.step(compile, .ended(outcome)))
        #expect(bench.state.result == result)
        #expect(bench.state.stepState(compile)?.report?.description == detail)
    }

    @Test func stepsFollowOneAnother() throws {
        var bench = try Bench.started()
        let events = try bench.take(.step(compile, .ended(.exited(code: 0))))
        #expect(events.last == .step(Bench.artifactStep, .started))
        #expect(try bench.take(.step(compile, .ended(.exited(code: 1)))).isEmpty)
    }

    @Test func anArtifactThatCannotBeMadeIsAnError() throws {
        var bench = try Bench.started()
        try bench.take(.step(compile, .ended(.exited(code: 0))))
        try bench.take(.step(Bench.artifactStep, .errored(.makeArtifact(path: "dist", versionFrom: nil), .noRoute)))
        #expect(bench.state.result == .errored)
    }

    @Test func deployingWithoutAnArtifactIsAnError() throws {
        var bench = Bench()
        var pipeline = Bench.pipeline()
        pipeline.stages.removeFirst()
        try bench.take(.start(pipeline: pipeline, change: Change(title: "x"), by: Bench.ana, workspace: "/"))
        #expect(bench.state.result == .errored)
        #expect(bench.state.stepState(Bench.deployStep)?.report == .nothingToRelease)
    }

    @Test func anEmptyPipelineSucceeds() throws {
        var bench = Bench()
        let pipeline = Pipeline(name: "none", release: .manual, stages: [], environments: [:])
        let events = try bench.take(
            .start(pipeline: pipeline, change: Change(title: "x"), by: Bench.ana, workspace: "/"))
        #expect(events.last == .run(.finished(result: .succeeded, finding: nil)))
    }

    @Test func aReleaseGoesBesideWhatIsThere() throws {
        let plan = try Bench.built().release?.plan
        #expect(plan?.slot == .green)
        #expect(plan?.previous == .old)
        #expect(try Bench.built(previous: nil).release?.plan.slot == .blue)
        #expect(try Bench.built(.sample(instances: 2)).release?.plan.instances == [.first, .second])
    }

    @Test func inputsAfterTheEndChangeNothing() throws {
        var bench = try Bench.stopping()
        try bench.take(.release(Bench.production, .instance(.first, .stopped)))
        let before = bench.state
        for input: Input in [
            .tick, .release(Bench.production, .attached), .release(Bench.production, .routePromoted(.green)),
        ] {
            #expect(try bench.take(input).isEmpty)
        }
        #expect(bench.state == before)
    }
}
