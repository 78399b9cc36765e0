import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// `kill -9` while a build step is in progress, again and again: the step goes on by itself, and is never begun anew.
@Suite(.serialized)
struct KilledBuildTests {
    @Test(arguments: [(30, 0), (5, 7)])
    func aStepInProgressRunsOnceAndIsSeenToItsEnd(kills: Int, code: Int) async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder, endingWith: code)
            var chance = SplitMix64(seed: 11)
            try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
            for _ in 1..<kills {
                try await Program.kill(step.goOn, in: folder, after: .milliseconds(Int64(chance.next() % 250)))
            }
            let ending = try await Program.run(step.goOn, in: folder) { _ in try step.release() }
            #expect(ending.status == (code == 0 ? 0 : 1), "\(ending.output)\(ending.error)")
            let run = await Record(of: 1, in: step.state).current
            #expect(run?.result == (code == 0 ? .succeeded : .failed))
            #expect(code == 0 || ending.output.contains("\(code)"))
            try await step.expectOnce()
            #expect(try await Leftovers.processes(of: folder) == [])
            #expect(try Leftovers.sockets(in: folder) == [])
        }
    }
}
