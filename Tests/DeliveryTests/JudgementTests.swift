import Delivery
import Judge
import Testing

@Suite struct JudgementTests {
    private let production = Bench.production

    private static let failures: [InstanceFailure] = [
        .notReady(detail: "no answer", lastOutput: "binding…"), .exited(status: "signal 11", lastOutput: ""),
        .notResponding(detail: "no answer"),
    ]

    @Test(arguments: failures)
    func aFailedInstanceNeedsNoStatistics(failure: InstanceFailure) throws {
        var bench = try Bench.starting()
        try bench.take(.instanceStarted(production, .first, .candidate))
        let events = try bench.take(.instanceFailed(production, .first, failure))
        #expect(events.count == 3)
        guard case .rollbackStarted(_, cause: .unhealthy(let finding))? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(finding.instance == .first)
        #expect(bench.phase == .stopping)
    }

    @Test func anInstanceThatCannotBeStartedAtAll() throws {
        var bench = try Bench.starting()
        let failure = InstanceFailure.exited(status: "exit status 127", lastOutput: "not found")
        try bench.take(.instanceFailed(production, .first, failure))
        try bench.take(.instanceStopped(production, .first))
        #expect(bench.state.result == .rolledBack)
        #expect(bench.state.finding?.value == "the process ended: exit status 127")
    }

    @Test func aProbeThatFailsRollsBack() throws {
        var bench = try Bench.baking()
        let bad = InstanceAnswer.bad(detail: "no answer within 1s", lasting: .seconds(1))
        let events = try bench.take(.probed(production, .first, bad))
        #expect(
            events.first
                == .probeFailed(environment: production, instance: .first, detail: "no answer within 1s"))
        #expect(bench.release?.finding?.rule == "responding")
        #expect(bench.phase == .withdrawing)
    }

    /// A refused connection for a millisecond, or one pause of a garbage collector.
    @Test func aHiccupIsNoFailure() throws {
        var bench = try Bench.baking()
        for lasting in [Duration.zero, .milliseconds(400), .milliseconds(999)] {
            #expect(try bench.take(.probed(production, .first, .bad(detail: "refused", lasting: lasting))).isEmpty)
        }
        #expect(bench.phase == .baking)
    }

    @Test func theOldVersionIsNotTheCandidatesFault() throws {
        var bench = try Bench.baking()
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        #expect(try bench.take(.instanceFailed(production, .old, crash)).isEmpty)
    }

    @Test func errorsRollBack() throws {
        var bench = try Bench.baking()
        let events = try bench.serve(500, bad: 100)
        #expect(events.count == 3)
        #expect(bench.release?.verdict == .unhealthy)
        #expect(bench.release?.finding?.rule == "errors")
        #expect((bench.release?.finding?.evidence ?? 0) >= 1000)
        #expect(bench.state.effects.first == .returnTraffic(production, to: .blue))
    }

    @Test func withoutAutomaticRollbackAPersonDecides() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        let events = try bench.serve(500, bad: 100)
        guard case .halted(_, .policy, let reason)? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(reason?.hasPrefix("unhealthy: errors") == true)
        #expect(try bench.serve(500, bad: 100).count == 1)
    }

    /// A verdict that a person overruled was reached by comparing; one that came after the promotion was not.
    @Test func whetherAVerdictCameAfterThePromotionIsKnown() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        try bench.serve(500, bad: 100)
        try bench.order(.promote, anyway: true)
        try bench.take(.routePromoted(production, .green))
        #expect(bench.release?.wasCondemnedAfterPromotion == false)
        var later = try Bench.promoted(.sample(automatic: false))
        let id = try #require(later.release?.instances.first?.id)
        try later.take(.instanceFailed(production, id, .exited(status: "exit status 1", lastOutput: "")))
        #expect(later.release?.verdict == .unhealthy && later.release?.wasCondemnedAfterPromotion == true)
    }

    @Test func aFirstReleaseThatCrashesIsTakenBackInAnyCase() throws {
        var bench = try Bench.shifting(.sample(automatic: false), previous: nil)
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        try bench.take(.instanceFailed(production, .firstInBlue, crash))
        #expect(bench.release?.isRollingBack == true)
    }
}
