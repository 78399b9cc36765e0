import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

/// Nobody approves what they have not seen: an approval is for a run, its commit and its artifact.
@Suite(.serialized)
struct UnseenChangeTests {
    private static let pipeline = """
        release: manual
        stages:
          - name: build
            steps:
              - run: mkdir -p dist && cp VERSION dist
              - artifact: { path: dist, version-from: VERSION }
          - { name: production, gate: { approve: {} }, steps: [{ run: 'true' }] }
        """

    /// A push may take the place of what somebody looked at, at any moment.
    @Test func aServerApprovesOnlyWhatIsNamed() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, Self.pipeline)
            try served.configure(["shop"])
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, is: .waiting)
                let commit = try await shop.commit("never reviewed 2")
                try await served.run(1, ends: .superseded)
                try await served.run(2, is: .waiting)
                let digest = try #require(await served.record(of: 2).current?.artifact?.digest)
                try await expectQuestions(for: commit, digest, in: served)
                let late = try await served.slipway("approve", "1")
                #expect(late.status == 1)
                #expect(late.error.contains("run #1 has been superseded by run #2"), "\(late.error)")
                let status = try await served.slipway("status")
                #expect(
                    status.output.contains(
                        "needs approval for production of commit \(commit.prefix(12)) by Ana, artifact \(digest.short)"),
                    "\(status.output)")
                #expect(await served.record(of: 2).current?.phase == .waiting)
                let approved = try await served.slipway("approve", "2", "--reason", "read it")
                #expect(approved.status == 0, "\(approved.error)")
                #expect(approved.output.contains("artifact \(digest.short)"), "\(approved.output)")
                try await served.run(2, ends: .succeeded)
                try await expectApproval(of: commit, digest, in: served)
            }
        }
    }

    private func expectQuestions(for commit: String, _ digest: Digest, in served: ServedFolder) async throws {
        for verb in ["approve", "reject"] {
            let refused = try await served.slipway(verb)
            #expect(refused.status == 2)
            for part in [
                "needs the number of a run", "run #2 of shop waits for an approval of production",
                "never reviewed 2", "commit \(commit.prefix(12)) by Ana", "artifact \(digest.short)",
                ": slipway \(verb) 2 --state \(served.state)\n",
            ] {
                #expect(refused.error.contains(part), "\(part): \(refused.error)")
            }
        }
        let promotion = try await served.slipway("promote")
        #expect(promotion.status == 2)
        #expect(promotion.error.contains("no release is under way"))
        // Nor does any other client get what happens to wait.
        let client = try await ControlClient.connect(to: served.stateDirectory)
        for seen in [nil, SeenChange(run: RunNumber(2), digest: digest)] {
            await #expect(throws: ControlError.self) { try await client.order(.approve, seen: seen) }
        }
        let other = SeenChange(run: RunNumber(2), commit: String(repeating: "0", count: 40))
        let refusal = await #expect(throws: ControlError.self) {
            try await client.order(.approve, run: RunNumber(2), seen: other)
        }
        #expect("\(refusal as Any)".contains("look at it again"))
    }

    private func expectApproval(of commit: String, _ digest: Digest, in served: ServedFolder) async throws {
        let lines = try await served.slipway("events", "2", "--output", "json").objects()
        let approval = lines.first { $0["type"] as? String == "approved" }?["data"] as? [String: Any]
        #expect(approval?["commit"] as? String == commit)
        #expect(approval?["digest"] as? String == digest.hexadecimal)
        let status = try await served.slipway("status", "--output", "json").objects().last
        let told = (status?["approvals"] as? [[String: Any]])?.first
        #expect(told?["digest"] as? String == digest.hexadecimal && told?["by"] as? String == NSUserName())
        #expect(try await served.slipway("events", "2").output.contains("artifact \(digest.short)"))
    }

    /// Without a server nothing takes the place of the run; but a script has not looked at anything.
    @Test func aScriptSaysWhichRunItMeans() async throws {
        try await withWaitingRun { folder, state, _ in
            let refused = try await Program.run(["approve", "--state", state], in: folder)
            #expect(refused.status == 2)
            #expect(refused.error.contains("slipway approve 1"), "\(refused.error)")
            let approved = try await Program.run(["approve", "1", "--state", state], in: folder)
            #expect(approved.status == 0, "\(approved.error)")
        }
    }

    @Test(.enabled(if: Tmux.isInstalled), arguments: ["y", "n"])
    func onATerminalItIsShownAndAsked(answer: String) async throws {
        try await withWaitingRun { folder, state, record in
            let run = try #require(await record.current)
            let digest = try #require(run.artifact?.digest)
            try await Tmux.withShell(columns: 120, rows: 30) { tmux in
                try await tmux.type("cd \(folder.path); clear")
                try await tmux.type("\(Program.path) approve --state \(state); echo ended with $?")
                let screen = try await tmux.screen(within: .seconds(20)) { $0.contains("approve run #1? [y/N]") }
                for fact in [
                    "run #1 of shop: production waits for an approval", "author   Ana", "subject  Add gift cards",
                    digest.hexadecimal, run.change?.commit ?? "no commit",
                ] {
                    #expect(screen.contains(fact), "\(fact): \(screen)")
                }
                try await tmux.type(answer)
                try await tmux.screen(within: .seconds(20)) { $0.contains("ended with \(answer == "y" ? 0 : 1)") }
            }
            if answer == "n" {
                #expect(await record.current?.phase == .waiting)
                #expect(try await Program.run(["approve", "1", "--state", state], in: folder).status == 0)
            }
            try await eventually("it has ended") { await record.current?.result == .succeeded }
            #expect(await record.current?.stages.last?.approval?.digest == digest)
        }
    }

    /// A run of a repository's commit that waits for its approval; its program ends once it is approved.
    private func withWaitingRun(_ work: (_ folder: URL, _ state: String, Record) async throws -> Void) async throws {
        try await withFolder { folder in
            let text = "name: shop\n\(Self.pipeline)\n"
            try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
            try Data("1\n".utf8).write(to: folder.appending(path: "VERSION"))
            try Data("state\ndist\n".utf8).write(to: folder.appending(path: ".gitignore"))
            try await Program.makeRepository(of: folder, saying: "Add gift cards")
            let state = folder.appending(path: "state").path
            let record = Record(of: 1, in: state)
            let ending = try await Program.run(["run", "--output", "plain", "--state", state], in: folder) { _ in
                try await eventually("it waits", within: .seconds(30)) { await record.current?.phase == .waiting }
                try await work(folder, state, record)
            }
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        }
    }
}
