import Delivery
import Testing
import Values

/// The probe of a rule is judged as what it is: two bad answers a second apart condemn the candidate, and name the rule.
struct TCPRuleTests {
    private static let bad = "port 9100 takes no connection within 500ms"

    private static func environment() -> Environment {
        var environment = Environment.sample()
        environment.health.append(.tcp(TCPRule(within: .milliseconds(500))))
        return environment
    }

    private static func observed(_ answer: InstanceAnswer, by rule: String = "tcp") -> Input {
        .release(Bench.production, .instance(.first, .observed(Observation(rule: rule, answer: answer))))
    }

    @Test func itIsProbedBesideReadiness() {
        #expect(Self.environment().probes.map(\.rule) == ["tcp"])
        #expect(Self.environment().probes.map(\.probe) == [.tcp(within: .milliseconds(500))])
    }

    @Test func oneBadAnswerIsAHiccup() throws {
        var bench = try Bench.baking(Self.environment())
        try bench.take(Self.observed(.bad(detail: Self.bad, lasting: .zero)))
        #expect(bench.phase == .baking)
    }

    @Test func twoTakeTheCandidateBackAndNameTheRule() throws {
        var bench = try Bench.baking(Self.environment())
        try bench.take(Self.observed(.bad(detail: Self.bad, lasting: .seconds(1))))
        #expect(bench.phase == .withdrawing)
        #expect(bench.release?.finding?.rule == "tcp")
        #expect(bench.release?.finding?.limit == .connects(within: .milliseconds(500)))
    }

    @Test func aRuleThatIsNotWrittenSaysNothing() throws {
        var bench = try Bench.baking()
        try bench.take(Self.observed(.bad(detail: Self.bad, lasting: .seconds(1))))
        #expect(bench.phase == .baking)
    }

    /// What one rule holds against an instance no other can clear.
    @Test func onlyItsOwnGoodAnswerClearsIt() throws {
        var environment = Self.environment()
        environment.rollback.automatic = false
        var bench = try Bench.baking(environment)
        try bench.take(Self.observed(.bad(detail: Self.bad, lasting: .seconds(1))))
        #expect(bench.release?.isHalted == true)
        try bench.take(.release(Bench.production, .instance(.first, .probed(.good))))
        #expect(bench.release?.instances.first?.phase == .failed)
        try bench.take(Self.observed(.good))
        #expect(bench.release?.instances.first?.phase == .ready)
    }
}
