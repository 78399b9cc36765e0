import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// An executor that stands still for longer than its lease, as on a machine that was suspended.
@Suite(.serialized)
struct StoppedExecutorTests {
    /// Users were with stable and nothing was judged: the time does not count as a bake.
    @Test(.timeLimit(.minutes(2))) func aBakeThatNobodyWatchedIsBegunAgain() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 8s, requests: 0 }")
            let ending = try await release.carryOut { executor in
                kill(executor, SIGSTOP)
                try await Task.sleep(for: .seconds(14))
                kill(executor, SIGCONT)
            }
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            let events = try await release.record.events
            let lost = try #require(
                events.firstIndex { if case .release(_, .leaseLost) = $0.event { true } else { false } })
            let passed = try #require(
                events.firstIndex { if case .release(_, .rungPassed) = $0.event { true } else { false } })
            #expect(lost < passed)
            #expect(events[passed].time - events[lost].time >= .seconds(8))
            try await release.takeDown()
        }
    }
}
