import Delivery
import Testing
import Values

/// Once it is ready, everybody gets the candidate; the way back stays open for as long as the old version is kept.
struct AllAtOnceTests {
    private static func environment() -> Environment {
        var environment = Environment.sample()
        environment.strategy = .allAtOnce(AllAtOnceStrategy())
        return environment
    }

    @Test func itHasNoRungs() throws {
        let bench = try Bench.built(Self.environment())
        #expect(bench.release?.ladder == .straight)
    }

    @Test func everybodyGetsTheCandidateOnceItIsReady() throws {
        var bench = try Bench.attaching(Self.environment())
        try bench.take(.release(Bench.production, .attached))
        #expect(bench.state.effects.contains(.release(Bench.production, .promoteRoute(.green))))
        try bench.take(.release(Bench.production, .routePromoted(.green)))
        #expect(bench.phase == .watching && bench.release?.split == .all)
    }

    @Test func theOldVersionIsOneOrderAway() throws {
        var bench = try Bench.attaching(Self.environment())
        try bench.take(.release(Bench.production, .attached))
        try bench.take(.release(Bench.production, .routePromoted(.green)))
        try bench.order(.rollBack)
        #expect(bench.state.effects.contains(.release(Bench.production, .returnTraffic(to: .blue))))
    }
}
