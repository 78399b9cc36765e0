import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// A new version that is gone just after it was given all traffic: the old one is still there, and gets its users back.
@Suite(.serialized)
struct PromotedAndGoneTests {
    /// The executor may be gone with it, so that nobody saw it end.
    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func theOldVersionGetsItsUsersBack(executorIsGone: Bool) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 300ms, requests: 0 }")
            try addSomethingLarge(to: release)
            try await release.releaseFirst()
            var ending = try await withSlowDownload(from: release.port) {
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

    private func addSomethingLarge(to release: SmallRelease) throws {
        let dist = release.folder.appending(path: "dist")
        try FileManager.default.createDirectory(at: dist, withIntermediateDirectories: true)
        try Data(count: 48 << 20).write(to: dist.appending(path: "large"))
    }

    /// The old version has a request that keeps it from being stopped at once.
    private func withSlowDownload<Value>(from port: Int, _ work: () async throws -> Value) async throws -> Value {
        let download = Task {
            try await Subprocess.run(
                .name("curl"),
                arguments: ["-s", "--limit-rate", "10k", "-o", "/dev/null", "http://127.0.0.1:\(port)/large"],
                output: .discarded, error: .discarded)
        }
        defer { download.cancel() }
        return try await work()
    }
}
