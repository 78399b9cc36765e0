import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// A new version that is gone just after it was given all traffic: the old one is still there, and gets its users back.
@Suite(.serialized)
struct PromotedAndGoneTests {
    /// The executor is gone with it, so that nobody saw it end.
    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func theOldVersionGetsItsUsersBack(executorIsGone: Bool) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 1s, requests: 0 }")
            var ending = try await release.carryOut { executor in
                try await withSlowUpload(to: release.port) {
                    try await eventually("it is promoted", within: .seconds(20)) {
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

    /// The old version has a request that keeps it from being stopped at once.
    private func withSlowUpload(to port: Int, _ work: () async throws -> Void) async throws {
        let script = "(printf abc; exec sleep 60) | exec curl -s -m 60 -T - http://127.0.0.1:\(port)/upload"
        let upload = Task {
            try await Subprocess.run(
                .name("sh"), arguments: ["-c", script], output: .discarded, error: .discarded)
        }
        do {
            try await work()
        } catch {
            upload.cancel()
            throw error
        }
        upload.cancel()
        _ = try? await upload.value
    }
}
