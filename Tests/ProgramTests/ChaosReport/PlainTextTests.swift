import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Subprocess
import Testing
import Values

extension ChaosReport {
    /// Nothing from outside reaches a terminal unescaped, whatever prints it: commits, authors, paths, reasons, outputs.
    @Suite(.serialized)
    struct PlainTextTests {
        /// Colours, a title, the clipboard, a C1 control, a right-to-left override, DEL; and no slash, for a path.
        private static let evil = "\u{1b}[31mRED\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}RTL\u{7f}\u{2066}x"

        private func expectPlain(_ ending: Program.Ending, _ what: String) {
            let bad = (ending.output + ending.error).unicodeScalars.filter { $0 != "\n" && $0.isInvisible }
            #expect(bad.isEmpty, "\(what): \(bad.map { String($0.value, radix: 16) })")
            #expect(!(ending.output + ending.error).isEmpty, "\(what) printed nothing")
        }

        private func git(_ arguments: String..., in folder: URL) async throws {
            let identity = [
                "-C", folder.path, "-c", "user.name=Ana\(Self.evil)", "-c", "user.email=ana@shop.example",
                "-c", "commit.gpgsign=false",
            ]
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(identity + arguments), output: .string(limit: 1 << 16),
                error: .combinedWithOutput)
            try #require(result.terminationStatus.isSuccess, "\(arguments): \(result.standardOutput)")
        }

        @Test func everythingThatPrintsEscapes() async throws {
            try await withFolder { parent in
                // The path itself is as evil as the rest.
                let folder = parent.appending(path: "a\(Self.evil)", directoryHint: .isDirectory)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
                let pipeline = """
                    name: evil
                    release: automatic
                    stages:
                      - name: build
                        steps:
                          - run: "printf 'out \\\\033[31m\\\\n'; exit 3"

                    """
                try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                try await git("init", "--quiet", "--initial-branch=main", in: folder)
                try await git("add", "slipway.yml", in: folder)
                try await git("commit", "--quiet", "--message", "Fix \(Self.evil)", in: folder)

                func check(_ arguments: String..., status: Int32? = nil) async throws {
                    let ending = try await Program.run(arguments, in: folder)
                    expectPlain(ending, "\(arguments)")
                    if let status { #expect(ending.status == status, "\(arguments): \(ending.output)\(ending.error)") }
                }
                try await check("run", "--output", "plain", status: 1)
                try await check("run", "--output", "json", status: 1)
                for output in ["plain", "json"] {
                    try await check("watch", "1", "--output", output, status: 1)
                    try await check("events", "--output", output, status: 0)
                    try await check("status", "--output", output, status: 0)
                    try await check("doctor", "--output", output)
                }
                try await check("events", "--format", "cdevents", status: 0)
                try await check("validate", status: 0)
                try await check("halt", status: 1)
                try await check("freeze", "prod\(Self.evil)", "--reason", "a try")
                try await check("freeze", "production", "--reason", "a try\(Self.evil)", status: 2)
                try await check("halt", "--reason", "two\nlines", status: 2)
                try await check("events", "--state", "no\(Self.evil)", status: 2)
                try await check("dep\(Self.evil)loy", status: 2)
                try await check("run", "--\(Self.evil)", status: 2)
                try await check("validate", "no\(Self.evil).yml", status: 2)
                try Data("name: evil\n\(Self.evil): 1\nstages: []\n".utf8).write(to: folder.appending(path: "bad.yml"))
                try await check("validate", "bad.yml", status: 2)
                try await check("run", "bad.yml", "--output", "plain", status: 2)
            }
        }

        /// The colour is ours, and acts on the terminal; nothing else does.
        @Test func whatIsBadIsRed() async throws {
            try await withFolder { folder in
                let text = "name: bad\nrelease: automatic\nstages: [{ name: build, steps: [{ run: 'exit 3' }] }]\n"
                try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
                let ending = try await Program.run(
                    ["run", "--output", "plain"], in: folder, variables: ["CLICOLOR_FORCE": "1", "NO_COLOR": ""])
                #expect(ending.status == 1)
                #expect(ending.output.contains("  \u{1b}[31mrun failed\u{1b}[0m\n"), "\(ending.output)")
            }
        }

        /// JSON stays the same JSON: only its writing changes.
        @Test func jsonSaysTheSame() async throws {
            try await withFolder { folder in
                let pipeline = "name: evil\nrelease: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]\n"
                try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                try await git("init", "--quiet", "--initial-branch=main", in: folder)
                try await git("add", "slipway.yml", in: folder)
                try await git("commit", "--quiet", "--message", "Fix \(Self.evil) 👩‍💻", in: folder)
                let ending = try await Program.run(["run", "--output", "json"], in: folder)
                expectPlain(ending, "run")
                let data = try #require(try ending.objects().first?["data"] as? [String: Any])
                let change = try #require(data["change"] as? [String: Any])
                #expect((change["title"] as? String)?.contains("👩‍💻") == true)
                #expect((change["title"] as? String)?.contains("\u{202e}RTL\u{7f}") == true)
            }
        }
    }
}
