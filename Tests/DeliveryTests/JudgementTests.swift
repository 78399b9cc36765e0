import Delivery
import Judge
import Testing
import Values

@Suite struct JudgementTests {
    private let production = Bench.production

    private static let failures: [InstanceFailure] = [
        .notReady(detail: "no answer", lastOutput: "binding…"), .exited(status: "signal 11", lastOutput: ""),
        .notResponding(detail: "no answer"),
    ]

    @Test(arguments: failures)
    func aFailedInstanceNeedsNoStatistics(failure: InstanceFailure) throws {
        var bench = try Bench.starting()
        try bench.take(.release(production, .instance(.first, .started(.candidate))))
        let events = try bench.take(.release(production, .instance(.first, .failed(failure))))
        #expect(events.count == 3)
        guard case .release(_, .rollbackStarted(cause: .unhealthy(let finding)))? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(finding.instance == .first)
        #expect(bench.phase == .stopping)
    }

    /// Whoever looks only says what is still wrong; how long that may be so is a rule.
    @Test func itHasTheTimeToGetReadyThatThePipelineSays() throws {
        var bench = try Bench.starting()
        try bench.take(.release(production, .instance(.first, .started(.candidate))))
        let unready = Input.release(
            production, .instance(.first, .unready(.notReady(detail: "no answer", lastOutput: "binding…"))))
        #expect(try bench.take(unready, after: .seconds(29)).isEmpty)
        try bench.take(.clockJumped(by: .seconds(3600)), after: .seconds(3600))
        #expect(try bench.take(unready).isEmpty, "a clock that is set is no time")
        #expect(try bench.take(unready, after: .seconds(1)).count == 3)
        #expect(bench.release?.finding?.value == .notReady("no answer"))
    }

    @Test func anInstanceThatCannotBeStartedAtAll() throws {
        var bench = try Bench.starting()
        let failure = InstanceFailure.exited(status: "exit status 127", lastOutput: "not found")
        try bench.take(.release(production, .instance(.first, .failed(failure))))
        try bench.take(.release(production, .instance(.first, .stopped)))
        #expect(bench.state.result == .rolledBack)
        #expect(bench.state.finding?.value == .ended("exit status 127"))
    }

    @Test func aProbeThatFailsRollsBack() throws {
        var bench = try Bench.baking()
        let bad = InstanceAnswer.bad(detail: "no answer within 1s", lasting: .seconds(1))
        let events = try bench.take(.release(production, .instance(.first, .probed(bad))))
        #expect(
            events.first
                == .release(production, .instance(.first, .probeFailed(detail: "no answer within 1s"))))
        #expect(bench.release?.finding?.rule == "responding")
        #expect(bench.phase == .withdrawing)
    }

    /// A refused connection for a millisecond, or one pause of a garbage collector.
    @Test func aHiccupIsNoFailure() throws {
        var bench = try Bench.baking()
        for lasting in [Duration.zero, .milliseconds(400), .milliseconds(999)] {
            #expect(
                try bench.take(
                    .release(production, .instance(.first, .probed(.bad(detail: "refused", lasting: lasting))))
                ).isEmpty)
        }
        #expect(bench.phase == .baking)
    }

    @Test func theOldVersionIsNotTheCandidatesFault() throws {
        var bench = try Bench.baking()
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        #expect(try bench.take(.release(production, .instance(.old, .failed(crash)))).isEmpty)
    }

    @Test func errorsRollBack() throws {
        var bench = try Bench.baking()
        let events = try bench.serve(500, bad: 100)
        #expect(events.count == 3)
        #expect(bench.release?.verdict == .unhealthy)
        #expect(bench.release?.finding?.rule == "errors")
        #expect((bench.release?.finding?.evidence ?? 0) >= 1000)
        #expect(bench.state.effects.first == .release(production, .returnTraffic(to: .blue)))
    }

    @Test func withoutAutomaticRollbackAPersonDecides() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        let events = try bench.serve(500, bad: 100)
        guard case .release(_, .halted(.policy, let reason))? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(reason?.description.hasPrefix("unhealthy: errors") == true)
        #expect(try bench.serve(500, bad: 100).count == 1)
    }

    /// A verdict that a person overruled was reached by comparing; one that came after the promotion was not.
    @Test func whetherAVerdictCameAfterThePromotionIsKnown() throws {
        var bench = try Bench.baking(.sample(automatic: false))
        try bench.serve(500, bad: 100)
        try bench.order(.promote, anyway: true)
        try bench.take(.release(production, .routePromoted(.green)))
        #expect(bench.release?.wasCondemnedAfterPromotion == false)
        var later = try Bench.promoted(.sample(automatic: false))
        let id = try #require(later.release?.instances.first?.id)
        try later.take(.release(production, .instance(id, .failed(.exited(status: "exit status 1", lastOutput: "")))))
        #expect(later.release?.verdict == .unhealthy && later.release?.wasCondemnedAfterPromotion == true)
    }

    @Test func aFirstReleaseThatCrashesIsTakenBackInAnyCase() throws {
        var bench = try Bench.shifting(.sample(automatic: false), previous: nil)
        let crash = InstanceFailure.exited(status: "exit status 1", lastOutput: "")
        try bench.take(.release(production, .instance(.firstInBlue, .failed(crash))))
        #expect(bench.release?.isRollingBack == true)
    }
}
