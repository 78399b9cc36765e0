import Delivery
import Testing
import Values

/// How long steps may take, what their failure means, and what cleans up behind them.
struct StepTermsTests {
    private static let first = StepID(stage: "test", index: 0)
    private static let second = StepID(stage: "test", index: 1)
    private static let third = StepID(stage: "test", index: 2)
    private static let bad = CommandOutcome.exited(code: 1)
    private static let good = CommandOutcome.exited(code: 0)

    private static func step(_ command: String, _ terms: StepTerms = StepTerms()) -> Step {
        Step(.run(RunStep(command: command)), terms: terms)
    }

    private static func started(
        _ steps: Step..., timeout: Duration? = nil, isParallel: Bool = false, gate: ApprovalRule? = nil
    ) throws -> Bench {
        var bench = Bench(previous: nil)
        let stage = Stage(name: "test", gate: gate, isParallel: isParallel, timeout: timeout, steps: steps)
        try bench.take(
            .start(
                pipeline: Pipeline(name: "shop", release: .manual, stages: [stage], environments: [:]),
                change: Bench.change, by: Bench.kim, workspace: "/srv"))
        return bench
    }

    private static func commands(_ bench: Bench) -> [Effect] { bench.state.effects }

    // MARK: Time

    @Test func aStepIsEndedWhenItsTimeIsUp() throws {
        var bench = try Self.started(Self.step("make", StepTerms(timeout: .seconds(60))))
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
        #expect(try bench.take(.tick, after: .seconds(59)).isEmpty)
        #expect(try bench.take(.tick, after: .seconds(1)) == [.step(Self.first, .timedOut(after: .seconds(60)))])
        #expect(Self.commands(bench) == [.step(Self.first, .stopCommand)])
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
        try bench.take(.step(Self.first, .ended(.signalled(15))))
        #expect(bench.state.result == .failed)
        #expect(bench.state.stepState(Self.first)?.report == .timedOut(after: .seconds(60)))
    }

    /// It could not be ended: nobody can tell whether it goes on.
    @Test func aStepThatCannotBeEndedIsErrored() throws {
        var bench = try Self.started(Self.step("make", StepTerms(timeout: .seconds(60), retry: RetryRule(times: 3))))
        try bench.take(.tick, after: .seconds(60))
        try bench.take(.step(Self.first, .errored(.stopCommand, .noRoute)))
        #expect(bench.state.result == .errored)
    }

    /// What the first attempt says while the second is at work is no news.
    @Test func anEarlierAttemptIsNotHeard() throws {
        var bench = try Self.started(
            Self.step("make", StepTerms(timeout: .seconds(60), retry: RetryRule(times: 3, backoff: .zero))))
        try bench.take(.tick, after: .seconds(60))
        try bench.take(.step(Self.first, .ended(.signalled(15)), attempt: 1))
        #expect(bench.state.stepState(Self.first)?.attempt == 2)
        #expect(try bench.take(.step(Self.first, .ended(Self.good), attempt: 1)).isEmpty)
        try bench.take(.step(Self.first, .ended(Self.good), attempt: 2))
        #expect(bench.state.stepState(Self.first)?.result == .succeeded)
    }

    @Test func aCheckIsJustGivenUp() throws {
        var bench = try Self.started(
            Step(
                .check(CheckStep(check: HTTPCheck(url: "http://localhost", within: .seconds(5)))),
                terms: StepTerms(timeout: .seconds(2))))
        try bench.take(.tick, after: .seconds(2))
        #expect(bench.state.effects == [] && bench.state.result == .failed)
    }

    /// Whoever takes the run up finds that the time is up.
    @Test func timeGoesOnWhileNobodyIsThere() throws {
        var bench = try Self.started(Self.step("make", StepTerms(timeout: .seconds(60))))
        try bench.take(.takenUp(by: Bench.ana), after: .seconds(600))
        #expect(Self.commands(bench) == [.step(Self.first, .stopCommand)])
    }

    @Test func aClockThatIsSetTakesNoTimeAway() throws {
        var bench = try Self.started(Self.step("make", StepTerms(timeout: .seconds(60))))
        try bench.take(.clockJumped(by: .seconds(3600)), after: .seconds(3600))
        #expect(Self.commands(bench) == [.step(Self.first, .runCommand("make"))])
        try bench.take(.tick, after: .seconds(60))
        #expect(Self.commands(bench) == [.step(Self.first, .stopCommand)])
    }

    @Test func aStageIsEndedWhenItsTimeIsUp() throws {
        var bench = try Self.started(Self.step("a"), Self.step("b"), timeout: .seconds(60))
        try bench.take(.step(Self.first, .ended(Self.good)), after: .seconds(40))
        let events = try bench.take(.tick, after: .seconds(20))
        #expect(
            events == [
                .stage("test", .timedOut(after: .seconds(60))),
                .step(Self.second, .timedOut(after: .seconds(60), ofStage: true)),
            ])
        try bench.take(.step(Self.second, .ended(.signalled(15))))
        #expect(bench.state.result == .failed)
        #expect(bench.state.stepState(Self.second)?.report?.description == "its stage took longer than 1m")
    }

    /// The time in which a person thinks is not the steps'.
    @Test func waitingForAnApprovalTakesNoTime() throws {
        var bench = try Self.started(Self.step("a"), timeout: .seconds(60), gate: ApprovalRule())
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
        try bench.order(.approve, after: .seconds(3600))
        #expect(bench.state.effects == [.step(Self.first, .runCommand("a"))])
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
    }

    // MARK: Again

    @Test func aFailureIsDoneAgainAfterAPauseThatGrows() throws {
        let terms = StepTerms(retry: RetryRule(times: 2, backoff: .seconds(10)))
        var bench = try Self.started(Self.step("make", terms))
        for pause in [10, 20] {
            let events = try bench.take(.step(Self.first, .ended(Self.bad)))
            #expect(events.last == .step(Self.first, .retried(after: .seconds(pause))))
            #expect(bench.state.effects == [] && bench.state.result == nil)
            #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(pause))
            #expect(try bench.take(.tick, after: .seconds(pause)) == [.step(Self.first, .started)])
        }
        #expect(bench.state.stepState(Self.first)?.attempt == 3)
        try bench.take(.step(Self.first, .ended(Self.bad)))
        #expect(bench.state.result == .failed)
    }

    @Test func whatTookTooLongIsDoneAgain() throws {
        let terms = StepTerms(timeout: .seconds(60), retry: RetryRule(times: 1))
        var bench = try Self.started(Self.step("make", terms))
        try bench.take(.tick, after: .seconds(60))
        try bench.take(.step(Self.first, .ended(.signalled(15))))
        #expect(bench.state.effects == [.step(Self.first, .runCommand("make"))])
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
    }

    /// Of what errored nobody knows whether it goes on.
    @Test func onlyWhatFailedIsDoneAgain() throws {
        var bench = try Self.started(Self.step("make", StepTerms(retry: RetryRule(times: 5))))
        try bench.take(.step(Self.first, .ended(.unknown(.noRoute))))
        #expect(bench.state.result == .errored)
    }

    @Test func aPersonMayHaveItDoneAgainAllTheSame() throws {
        var bench = try Self.started(Self.step("make", StepTerms(retry: RetryRule(times: 1))))
        for _ in 1...2 { try bench.take(.step(Self.first, .ended(Self.bad))) }
        #expect(bench.state.result == .failed)
        try bench.order(.retry)
        #expect(bench.state.effects == [.step(Self.first, .runCommand("make"))])
        try bench.take(.step(Self.first, .ended(Self.bad)))
        #expect(bench.state.result == nil, "its retries begin anew")
    }

    @Test func aPauseIsCalledOffWithTheRun() throws {
        var bench = try Self.started(Self.step("make", StepTerms(retry: RetryRule(times: 1, backoff: .seconds(60)))))
        try bench.take(.step(Self.first, .ended(Self.bad)))
        try bench.order(.cancel)
        #expect(bench.state.result == .cancelled)
    }

    // MARK: All the same

    @Test func aFailureMayNotMatter() throws {
        var bench = try Self.started(Self.step("lint", StepTerms(continuesOnError: true)), Self.step("test"))
        try bench.take(.step(Self.first, .ended(Self.bad)))
        #expect(bench.state.effects == [.step(Self.second, .runCommand("test"))])
        try bench.take(.step(Self.second, .ended(Self.good)))
        #expect(bench.state.result == .succeeded)
        #expect(bench.state.stepState(Self.first)?.result == .failed)
    }

    @Test func whatCleansUpDoesSoAfterAFailure() throws {
        var bench = try Self.started(
            Self.step("test"), Self.step("more"), Self.step("clean", StepTerms(condition: .always)))
        try bench.take(.step(Self.first, .ended(Self.bad)))
        #expect(bench.state.effects == [.step(Self.third, .runCommand("clean"))])
        try bench.take(.step(Self.third, .ended(Self.good)))
        #expect(bench.state.result == .failed)
        #expect(bench.state.stepState(Self.second)?.phase == .queued)
    }

    @Test func whatCleansUpDoesSoWhenAllIsWell() throws {
        var bench = try Self.started(Self.step("test"), Self.step("clean", StepTerms(condition: .always)))
        try bench.take(.step(Self.first, .ended(Self.good)))
        #expect(bench.state.effects == [.step(Self.second, .runCommand("clean"))])
    }

    @Test(arguments: [(bad, RunResult.failed, true), (good, .succeeded, false)])
    func whatIsForFailuresIsDoneOnlyThen(_ outcome: CommandOutcome, _ result: RunResult, _ isDone: Bool) throws {
        var bench = try Self.started(Self.step("test"), Self.step("tell", StepTerms(condition: .failure)))
        try bench.take(.step(Self.first, .ended(outcome)))
        if isDone { try bench.take(.step(Self.second, .ended(Self.good))) }
        #expect(bench.state.result == result)
        #expect((bench.state.stepState(Self.second)?.phase == .finished) == isDone)
    }

    @Test func inAParallelStageCleaningComesLast() throws {
        var bench = try Self.started(
            Self.step("clean", StepTerms(condition: .always)), Self.step("a"), Self.step("b"), isParallel: true)
        #expect(bench.state.effects.count == 2)
        try bench.take(.step(Self.second, .ended(Self.bad)))
        #expect(bench.state.effects == [.step(Self.third, .runCommand("b"))])
        try bench.take(.step(Self.third, .ended(Self.good)))
        #expect(bench.state.effects == [.step(Self.first, .runCommand("clean"))])
        try bench.take(.step(Self.first, .ended(Self.good)))
        #expect(bench.state.result == .failed)
    }

    /// What has begun is cleaned up, and nobody else is disturbed by what a cancelled run left.
    @Test func aCancelledRunCleansUp() throws {
        var bench = try Self.started(
            Self.step("test"), Self.step("tell", StepTerms(condition: .failure)),
            Self.step("clean", StepTerms(condition: .always)))
        try bench.order(.cancel)
        #expect(bench.state.effects == [.step(Self.first, .stopCommand)])
        try bench.take(.step(Self.first, .ended(.signalled(15))))
        #expect(bench.state.effects == [.step(Self.third, .runCommand("clean"))])
        try bench.take(.step(Self.third, .ended(Self.good)))
        #expect(bench.state.result == .cancelled)
    }

    @Test func cleaningIsDoneAgainBehindARetry() throws {
        var bench = try Self.started(Self.step("test"), Self.step("clean", StepTerms(condition: .always)))
        for _ in 1...2 {
            try bench.take(.step(Self.first, .ended(Self.bad)))
            try bench.take(.step(Self.second, .ended(Self.good)))
            #expect(bench.state.result == .failed)
            try bench.order(.retry)
            #expect(bench.state.effects == [.step(Self.first, .runCommand("test"))])
        }
    }

    // MARK: What can't be written

    @Test func aReleaseHasNoSuchTerms() {
        let steps = [
            Self.step("test"), .artifact(path: "dist", versionFrom: nil),
            Step(
                .deploy(DeployStep(environment: Bench.production)),
                terms: StepTerms(timeout: .seconds(1), retry: RetryRule(times: 1), continuesOnError: true)),
        ]
        let pipeline = Pipeline(
            name: "shop", release: .manual,
            stages: [Stage(name: "all", gate: ApprovalRule(), timeout: .seconds(60), steps: steps)],
            environments: [Bench.production: .sample()])
        #expect(
            pipeline.faults.map(\.message) == [
                "a time limit for a stage with a release", "timeout beside deploy", "retry beside deploy",
                "continue-on-error beside deploy",
            ])
    }

    @Test func whatFollowsNeedsTheArtifact() {
        let step = Step(
            .artifact(ArtifactStep(path: "dist", versionFrom: nil)),
            terms: StepTerms(continuesOnError: true, condition: .always))
        #expect(Self.faults(Self.step("make"), step) == ["continue-on-error beside artifact", "when beside artifact"])
    }

    @Test func whatNeverComesAboutIsRefused() {
        #expect(
            Self.faults(Self.step("tell", StepTerms(condition: .failure))) == ["no step is before it that could fail"])
        let endless = StepTerms(timeout: .zero, retry: RetryRule(times: 0, backoff: .seconds(7200)))
        #expect(
            Self.faults(Self.step("a", endless)) == [
                "0ms is too short", "0 times", "\(Duration.seconds(7200).brief) is too long",
            ])
    }

    private static func faults(_ steps: Step...) -> [String] {
        Pipeline(
            name: "shop", release: .manual, stages: [Stage(name: "test", steps: steps)], environments: [:]
        ).faults.map(\.message)
    }

    /// A test whose failure nobody minds keeps no version back.
    @Test func atestThatMayFailEarnsNothing() {
        var environment = Environment.sample()
        environment.health = [.errors(worseBy: 1.5, tolerance: Share(percent: 0.05))]
        func faults(_ terms: StepTerms) -> [String] {
            Pipeline(
                name: "shop", release: .automatic(acceptRisk: nil),
                stages: [
                    Stage(
                        name: "all",
                        steps: [
                            Self.step("test", terms), .artifact(path: "dist", versionFrom: nil),
                            .deploy(environment: Bench.production),
                        ])
                ], environments: [Bench.production: environment]
            ).faults.map(\.message)
        }
        #expect(faults(StepTerms()) == [])
        #expect(faults(StepTerms(continuesOnError: true)).count == 1)
    }
}
