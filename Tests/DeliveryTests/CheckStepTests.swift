import Delivery
import Testing
import Values

/// A check is a test that needs no command.
struct CheckStepTests {
    private static let step = StepID(stage: "smoke", index: 0)
    private static let check = HTTPCheck(url: "https://shop.example/healthz", within: .milliseconds(500))

    @Test(arguments: [
        (
            MonitorOutcome.good(took: .milliseconds(12)), RunResult.succeeded,
            StepReport.answered(after: .milliseconds(12))
        ),
        (.bad(detail: "answered 503"), .failed, .badAnswer("answered 503")),
    ])
    func itEndsAsItsAnswerSays(_ outcome: MonitorOutcome, _ result: RunResult, _ report: StepReport) throws {
        var bench = try Self.started()
        #expect(bench.state.effects == [.step(Self.step, .check(Self.check))])
        try bench.take(.step(Self.step, .checked(outcome)))
        #expect(bench.state.result == result)
        #expect(bench.state.stepState(Self.step)?.report == report)
    }

    @Test func whereNobodyCanAskItIsErrored() throws {
        var bench = try Self.started()
        try bench.take(.step(Self.step, .errored(.check(Self.check), .noRoute)))
        #expect(bench.state.result == .errored)
    }

    @Test func cancelledItJustStops() throws {
        var bench = try Self.started()
        try bench.order(.cancel)
        #expect(bench.state.effects == [] && bench.state.result == .cancelled)
    }

    private static func started() throws -> Bench {
        var bench = Bench(previous: nil)
        let stage = Stage(name: "smoke", steps: [Step(.check(CheckStep(check: check)))])
        try bench.take(
            .start(
                pipeline: Pipeline(name: "shop", release: .manual, stages: [stage], environments: [:]),
                change: Bench.change, by: Bench.kim, workspace: "/srv"))
        return bench
    }
}
