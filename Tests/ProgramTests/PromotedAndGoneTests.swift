import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// A new version that is gone just after it was given all traffic: the old one is still there, and gets its users back.
@Suite(.serialized)
struct PromotedAndGoneTests {
    /// The executor may be gone with it, so that nobody saw it end.
    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func theOldVersionGetsItsUsersBack(executorIsGone: Bool) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 300ms, requests: 0 }")
            try release.addSomethingLarge()
            try await release.releaseFirst()
            var ending = try await release.withSlowDownload {
                try await Program.run(["run", "--output", "plain", "--state", release.state], in: folder) { executor in
                    try await eventually("the old version is drained", within: .seconds(30)) {
                        await release.record.current?.release?.phase == .draining
                    }
                    if executorIsGone { kill(executor, SIGKILL) }
                    try KilledService(state: release.state).kill(.green)
                }
            }
            if executorIsGone {
                ending = try await Program.run(
                    ["run", "--continue", "--output", "plain", "--state", release.state], in: folder)
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            #expect(try await release.served == "1")
            try await release.takeDown()
        }
    }
}
