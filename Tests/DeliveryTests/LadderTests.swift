import Delivery

import Testing
import Values

/// A strategy is asked once; what it said then is what the release goes by.
struct LadderTests {
    private let canary = CanaryStrategy(
        steps: [.five, .half], bake: Bake(duration: .seconds(10), requests: 100, limit: .seconds(60)))

    @Test func aCanaryHasARungForEachStep() {
        let ladder = canary.ladder(beside: .old)
        #expect(ladder.rungs.map(\.exposure) == [.share(.five), .share(.half)])
        #expect(ladder.rungs.allSatisfy { $0.bake == canary.bake })
    }

    @Test func aFirstReleaseGoesStraightToAll() throws {
        #expect(canary.ladder(beside: nil) == .straight)
        let bench = try Bench.shifting(previous: nil)
        #expect(bench.release?.ladder == .straight && bench.phase == .promoting)
    }

    @Test func itIsRecordedWithTheRelease() throws {
        let events = try Bench.built().state.release
        #expect(events?.plan.ladder == canary.ladder(beside: .old))
    }

    /// As in records from before ladders were kept.
    @Test func aPlanWithoutOneHasWhatItsStrategySays() throws {
        var run = try Bench.started().state
        let settings = Environment.sample()
        let plan = ReleasePlan(
            step: Bench.deployStep, artifact: .new, previous: .old, slot: .green, instances: [.first])
        run.apply(.release(Bench.production, .started(plan: plan)), at: Timestamp(milliseconds: 0))
        #expect(run.release?.ladder == settings.strategy.ladder(beside: .old))
    }
}
