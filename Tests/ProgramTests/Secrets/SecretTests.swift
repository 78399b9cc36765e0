import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Secrets reach the processes that are to have them, and nothing that anybody could read later.
@Suite(.serialized)
struct SecretTests {
    private static let stage = """
        release: automatic
        accept-risk: a test
        stages:
          - name: build
            steps:
              - run: sh print.sh; exit 3

        """

    private func prepare(_ folder: URL) throws {
        try Hoard.prepare(folder)
        try Data("\(Hoard.printing)\n".utf8).write(to: folder.appending(path: "print.sh"))
        try Data("name: hoard\n\(Hoard.keys)\n\(Self.stage)".utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    @Test(arguments: ["plain", "json"]) func nothingIsPrintedOrKept(mode: String) async throws {
        try await withFolder { folder in
            try prepare(folder)
            let state = folder.appending(path: "state")
            let ending = try await Program.run(
                ["run", "--output", mode, "--state", state.path], in: folder, variables: Hoard.variables)
            #expect(ending.status == 1, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("cannot connect to ***"), "\(ending.output)")
            Hoard.expectNone(in: ending.output + ending.error, "the output")
            try Hoard.expectNone(under: state)
            let lines = try Record(of: 1, in: state.path).output(of: "build-1")
            #expect(lines.count { $0 == "it is ***, yes" } == 3, "\(lines)")
            #expect(lines.contains("0"), "\(lines)")
            for arguments in [["events", "1"], ["events", "1", "--format", "cdevents"], ["status"]] {
                let answer = try await Program.run(arguments + ["--state", state.path], in: folder)
                Hoard.expectNone(in: answer.output + answer.error, "\(arguments)")
            }
        }
    }

    @Test(.enabled(if: Tmux.isInstalled)) func nothingIsOnTheScreen() async throws {
        try await withFolder { folder in
            try prepare(folder)
            try await Tmux.withShell(columns: 160, rows: 50) { tmux in
                let variable = "HOARD_VARIABLE=\"$(cat variable)\""
                try Data(Hoard.variable.utf8).write(to: folder.appending(path: "variable"))
                let line = "\(variable) \(Program.path) run --output dashboard --state state"
                try await tmux.type("cd \(folder.path); clear; \(line); echo ended with $?")
                let screen = try await tmux.screen(within: .seconds(60)) { $0.contains("exit status 3") }
                Hoard.expectNone(in: screen, "the screen")
                try await tmux.press("q")
                let end = try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 1") }
                Hoard.expectNone(in: end, "the screen")
            }
        }
    }

    @Test func noSinkIsToldAndNoLogSaysIt() async throws {
        try await TestSite.with { site in
            try await ServedFolder.with { served in
                try Hoard.prepare(served.folder)
                let step = Hoard.keys.replacing("secrets/", with: "\(served.folder.path)/secrets/")
                let shop = try await TestPipeline("shop", in: served, "\(step)\n\(Self.stage)")
                try served.write("\(Hoard.printing)\n", to: "shop/print.sh")
                try served.write("\(String(repeating: "s", count: 32))\n", to: "secret")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: served.folder.appending(path: "secret").path)
                try served.configure(
                    ["shop"], "sinks: [{ name: desk, url: \"\(site.address)\", secret: { file: secret } }]")
                try await shop.commit("1")
                let ending = try await served.serve(variables: Hoard.variables) { _ in
                    try await served.run(1, ends: .failed)
                    try await eventually("the sink was told of the end", within: .seconds(30)) {
                        site.texts.contains { $0.contains("pipelinerun.finished") }
                    }
                }
                Hoard.expectNone(in: ending.output + ending.error, "the log")
                Hoard.expectNone(in: site.texts.joined(separator: "\n"), "what the sink was told")
                try Hoard.expectNone(under: served.folder.appending(path: "state"))
            }
        }
    }

    @Test func whatIsMissingIsSaidBeforeAnythingStarts() async throws {
        try await withFolder { folder in
            try prepare(folder)
            try FileManager.default.removeItem(at: folder.appending(path: "secrets"))
            let state = folder.appending(path: "state").path
            let validated = try await Program.run(["validate"], in: folder)
            #expect(validated.status == 0, "\(validated.output)\(validated.error)")
            #expect(validated.error.contains("slipway: the secret FROM_FILE can't be read from \"secrets/one\": it is"))
            #expect(validated.error.contains("slipway: the secret FROM_VARIABLE is not there: the variable HOARD_"))
            #expect(!validated.error.contains("FROM_COMMAND"), "\(validated.error)")
            let doctor = try await Program.run(["doctor", "--state", state], in: folder)
            #expect(doctor.status == 1)
            #expect(doctor.output.contains("✖ variables: the secret FROM_COMMAND can't be asked for: its command"))
            let ending = try await Program.run(["run", "--output", "plain", "--state", state], in: folder)
            #expect(ending.status == 5, "\(ending.output)\(ending.error)")
            for name in ["FROM_FILE", "FROM_VARIABLE", "FROM_COMMAND"] {
                #expect(ending.output.contains("the secret \(name) "), "\(ending.output)")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(state)/runs/1/build-1/output"))
        }
    }

    @Test func aPipelineThatTakesAServersSecretIsNotServed() async throws {
        try await ServedFolder.with { served in
            _ = try await TestPipeline("shop", in: served, "secrets: { A: { env: HOOK_SECRET } }\n\(Self.stage)")
            try served.configure(
                ["shop"], "http: { listen: 127.0.0.1:\(try FreePort.next()) }",
                "webhook: { secret: { environment: HOOK_SECRET } }")
            let refused = try await Program.run(
                ["serve", "--state", served.state], in: served.folder,
                variables: ["HOOK_SECRET": "hunter2hunter2hunter2"])
            #expect(refused.status == 2, "\(refused.output)\(refused.error)")
            #expect(refused.error.contains("a secret is taken from \"HOOK_SECRET\", which holds a secret of the"))
        }
    }
}
