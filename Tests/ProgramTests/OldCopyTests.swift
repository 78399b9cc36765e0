import Foundation
import Journal
import SlipwayTesting
import Testing

/// A journal that was put back from an older copy, while what it does not know of serves users.
@Suite(.serialized)
struct OldCopyTests {
    @Test func statusSaysThatItKnowsLess() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
            try await release.releaseFirst()
            let journal = StateDirectory(path: release.state).journal
            try FileManager.default.copyItem(atPath: journal, toPath: journal + ".copy")
            let second = try await slipway(release, "run", "--output", "plain")
            #expect(second.status == 0, "\(second.output)\(second.error)")
            for suffix in ["", "-wal", "-shm"] { unlink(journal + suffix) }
            try FileManager.default.moveItem(atPath: journal + ".copy", toPath: journal)

            #expect(try await release.served == "2")
            let status = try await slipway(release, "status")
            #expect(status.status == 5)
            #expect(status.error.contains("not up to date") && status.error.contains("missing"), "\(status.error)")
            try await release.takeDown()
        }
    }

    private func slipway(_ release: SmallRelease, _ arguments: String...) async throws -> Program.Ending {
        try await Program.run(arguments + ["--state", release.state], in: release.folder)
    }
}
