import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

/// A state directory in which the first program stopped in the middle of a run: this one takes the run up, ends it with
/// what is so, and releases the next.
@Suite(.serialized)
struct EarlierProgramTests {
    /// What was on the machine then is gone: workspace, artifacts, instances, router.
    @Test(
        arguments: [
            ("foundation/building", []), ("foundation/waiting", ["cancel"]),
            ("foundation/canary", ["rollback", "--anyway"]), ("foundation/halted", ["rollback", "--anyway"]),
            // Its approval expired in November 2026.
            ("truth/building", []), ("truth/waiting", []), ("truth/canary", ["rollback", "--anyway"]),
            ("truth/halted", ["rollback", "--anyway"]), ("truth/stable-down", ["rollback", "--anyway"]),
        ] as [(String, [String])])
    func whatItLeftIsTakenUp(name: String, order: [String]) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 500ms, requests: 0 }")
            try place(name, in: release.state)
            let foreign = try await slipway(release, ["run", "--continue", "--output", "plain"])
            #expect(foreign.status != 0 && foreign.error.contains("slipway trust"), "\(foreign.error)")
            #expect(try await slipway(release, ["trust"]).status == 0)

            let taken = try await takeUp(release, order)
            #expect([1, 4, 5].contains(taken.status), "\(taken.output)\(taken.error)")
            #expect(taken.output.contains("taken up"), "\(taken.output)")
            let reader = try await JournalReader.open(in: StateDirectory(path: release.state))
            #expect(try await reader.unfinishedRuns() == [])
            #expect(try await reader.integrityProblem(.full) == nil)

            try await release.releaseFirst()
            #expect(try await release.served == "1")
            let status = try await slipway(release, ["status"])
            #expect(status.output.contains("production: 1 ("), "\(status.output)")
            try await release.takeDown()
        }
    }

    /// Two runs of a server had not ended: one waits for an approval, one for its environment, which is frozen.
    @Test func aServerTakesUpAllThatItLeft() async throws {
        try await ServedFolder.with { served in
            try place("foundation/several", in: served.state)
            var pipelines: [TestPipeline] = []
            for (name, environment) in [("shop", "production"), ("blog", "blog-production")] {
                let text = ServedFolder.shop(environment, port: try FreePort.next(), bake: "300ms")
                pipelines.append(try await TestPipeline(name, in: served, text))
            }
            try served.configure(["shop", "blog"])
            let foreign = try await served.slipway("serve")
            #expect(foreign.status != 0 && foreign.error.contains("slipway trust"), "\(foreign.error)")
            try await served.order("trust")
            let ending = try await served.serve { _ in
                for run in [4, 6] { try await served.run(run, is: .waiting) }
                try await served.order("reject", "4", "--reason", "nothing of it is left")
                try await served.run(4, ends: .rejected)
                // What it would release is not on this machine any more.
                try await served.order("unfreeze", "production", "--reason", "it is another year")
                try await served.run(6, ends: .errored)
                for pipeline in pipelines { try await pipeline.commit("2") }
                for run in [7, 8] { try await served.run(run, ends: .succeeded) }
            }
            #expect(ending.output.components(separatedBy: "taken up").count == 3, "\(ending.output)")
            let reader = try await JournalReader.open(in: served.stateDirectory)
            #expect(try await reader.unfinishedRuns() == [])
            #expect(try await reader.integrityProblem(.full) == nil)
        }
    }

    /// A run that waits for a person gets an order.
    private func takeUp(_ release: SmallRelease, _ order: [String]) async throws -> Program.Ending {
        try await Program.run(
            ["run", "--continue", "--output", "plain", "--state", release.state], in: release.folder
        ) { executor in
            guard !order.isEmpty else { return }
            try await eventually("it can be ordered", within: .seconds(20)) {
                try await slipway(release, order + ["--reason", "nothing of it is left"]).status == 0
            }
        }
    }

    private func slipway(_ release: SmallRelease, _ arguments: [String]) async throws -> Program.Ending {
        try await Program.run(arguments + ["--state", release.state], in: release.folder)
    }

    private func place(_ name: String, in state: String) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let journal = tests.appending(path: "JournalTests/Fixtures/\(name).sqlite")
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let place = StateDirectory(path: state).journal
        try FileManager.default.copyItem(atPath: journal.path, toPath: place)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place)
    }
}
