import Delivery
import Foundation
import Judge
import Testing
import Values

/// Rules read what a platform can do, and never ask which it is.
@Suite struct PlatformTraitsTests {
    private let production = Bench.production

    private func environment(
        deadManSwitch: DeadManSwitch? = .haproxy, drains: Bool = true, countsRequests: Bool = true
    ) -> Environment {
        var environment = Environment.sample()
        environment.platform = PlatformTraits(
            deadManSwitch: deadManSwitch, drains: drains, countsRequests: countsRequests)
        return environment
    }

    @Test func theyAreRecordedWithTheRelease() throws {
        let bench = try Bench.baking(environment(deadManSwitch: nil))
        #expect(bench.release?.plan.platform?.deadManSwitch == nil)
        let plan = try #require(bench.release?.plan)
        let read = try JSONDecoder().decode(ReleasePlan.self, from: JSONEncoder().encode(plan))
        #expect(read.platform == plan.platform)
    }

    @Test func aPlanFromBeforeTheyWereKeptIsOfHAProxy() throws {
        let plan = try #require(try Bench.baking().release?.plan)
        var members = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(plan)) as? [String: Any])
        members["platform"] = nil
        let old = try JSONDecoder().decode(ReleasePlan.self, from: JSONSerialization.data(withJSONObject: members))
        #expect(old.platform == nil)
    }

    @Test func withoutADeadManSwitchNoLeaseIsHeld() throws {
        #expect(try Bench.baking().state.effects.contains(.release(production, .holdLease)))
        let bench = try Bench.baking(environment(deadManSwitch: nil))
        #expect(!bench.state.effects.contains(.release(production, .holdLease)))
        #expect(bench.release?.isExposedInPart == true && bench.release?.closesByItselfWithin == nil)
        #expect(bench.release?.servingWithoutExecutor == .stableOrCandidate)
    }

    /// However long the router says nothing: its share may still be open.
    @Test func withoutADeadManSwitchSilenceIsNoSafety() throws {
        var bench = try Bench.withdrawing(environment(deadManSwitch: nil))
        for _ in 1...60 {
            try bench.fail(.release(production, .returnTraffic(to: .blue)))
            let due = try #require(bench.state.nextDeadline(after: bench.now))
            try bench.take(.tick, after: due - bench.now)
            #expect(bench.phase == .withdrawing)
        }
        #expect(bench.now - Bench.start > .seconds(300), "it is not asked all the time")
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        #expect(bench.phase == .draining)
    }

    @Test func whoCannotDrainIsNotAskedTo() throws {
        var bench = try Bench.withdrawing(environment(drains: false))
        let events = try bench.take(.release(production, .trafficReturned(to: .blue)))
        #expect(events.contains(.release(production, .drained(slot: .green, cut: nil))))
        #expect(bench.phase == .stopping)
    }

    @Test func whoCountsNothingIsNotSampled() throws {
        #expect(try Bench.baking().state.effects.contains(.release(production, .sampleTraffic)))
        var bench = try Bench.baking(environment(countsRequests: false))
        #expect(!bench.state.effects.contains(.release(production, .sampleTraffic)))
        try bench.take(.tick, after: .seconds(60))
        #expect(bench.release?.verdict == .noData && bench.release?.isHalted == true)
    }
}
