import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

extension ChaosReport {
    /// A journal that was put back from an older copy, while what it does not know of serves users.
    @Suite(.serialized)
    struct OldCopyTests {
        @Test func statusSaysThatItKnowsLess() async throws {
            try await withOldCopy { release in
                #expect(try await release.served == "2")
                let status = try await slipway(release, "status")
                #expect(status.status == 5)
                #expect(status.error.contains("not up to date") && status.error.contains("missing"), "\(status.error)")
            }
        }

        /// The router knows who has the users, whatever the journal has lost.
        @Test func doctorHoldsTheRouterAgainstTheJournal() async throws {
            try await withOldCopy { release in
                let report = try await slipway(release, "doctor")
                #expect(report.status == 1)
                #expect(
                    report.output.contains("the router sends users to green, and the journal has 1 in blue"),
                    "\(report.output)")
            }
        }

        /// What serves users by then would lose them to the next release, and run on for good.
        @Test func theLossIsNotAcceptedWhileSomethingUnknownRuns() async throws {
            try await withOldCopy { release in
                let refused = try await accept(release)
                #expect(refused.status == 4, "\(refused.output)\(refused.error)")
                #expect(refused.error.contains("run/green-1/run-2-1 (process group "), "\(refused.error)")
                #expect(refused.error.contains("--anyway"))
                #expect(try await accept(release, "--anyway").status == 0)
                let looked = try await slipway(release, "doctor")
                #expect(
                    looked.output.contains("run/green-1/run-2-1 (process group ")
                        && looked.output.contains("neither in service nor in a run under way"), "\(looked.output)")
            }
            try await withOldCopy { release in
                try KilledService(state: release.state).kill(.green)
                try await eventually("it has ended", within: .seconds(10)) { try await accept(release).status == 0 }
            }
        }

        private func accept(_ release: SmallRelease, _ more: String...) async throws -> Program.Ending {
            try await Program.run(
                ["doctor", "--accept-lost-events", "--reason", "a test", "--state", release.state] + more,
                in: release.folder)
        }

        /// The second version is in service, and the journal that of before it.
        private func withOldCopy(_ body: (SmallRelease) async throws -> Void) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
                try await release.releaseFirst()
                let journal = StateDirectory(path: release.state).journal
                try FileManager.default.copyItem(atPath: journal, toPath: journal + ".copy")
                let second = try await slipway(release, "run", "--output", "plain")
                #expect(second.status == 0, "\(second.output)\(second.error)")
                for suffix in ["", "-wal", "-shm"] { unlink(journal + suffix) }
                try FileManager.default.moveItem(atPath: journal + ".copy", toPath: journal)
                try await body(release)
                try await release.takeDown()
            }
        }

        private func slipway(_ release: SmallRelease, _ arguments: String...) async throws -> Program.Ending {
            try await Program.run(arguments + ["--state", release.state], in: release.folder)
        }
    }
}
