import Foundation
import SlipwayTesting
import Testing

extension ChaosReport {
    /// Exit codes are as the README says.
    @Suite(.serialized)
    struct ExitCodeTests {
        @Test(arguments: [
            (["deploy"], "there is no command \"deploy\"; slipway --help lists all"),
            (["stauts"], "did you mean \"status\"?"), (["roll-back"], "did you mean \"rollback\"?"),
            (["run", "--outptu", "plain"], "--outptu"), (["events", "zero"], "zero"), (["freeze"], "environment"),
            (["halt", "--state"], "--state"), (["status", "--state", "/nonexistent/state"], "there is no journal"),
        ])
        func aMistakeInUsageIsTwo(arguments: [String], words: String) async throws {
            let ending = try await Program.run(arguments)
            #expect(ending.status == 2, "\(ending.output)\(ending.error)")
            #expect(ending.error.contains(words), "\(ending.error)")
            #expect(ending.output.isEmpty)
        }

        @Test(arguments: [["--help"], ["help"], ["--version"], ["run", "--help"]])
        func helpIsNoMistake(arguments: [String]) async throws {
            let ending = try await Program.run(arguments)
            #expect(ending.status == 0)
            #expect(!ending.output.isEmpty)
        }

        @Test(arguments: [
            ("artifact: { path: nothing }", "there is no folder nothing"),
            ("artifact: { path: ., version-from: NOTHING }", "there is no file NOTHING"),
        ])
        func whatTheBuildDidNotMakeIsAFailure(step: String, words: String) async throws {
            try await withFolder { folder in
                let pipeline = """
                    name: shop
                    release: automatic
                    accept-risk: a test
                    stages:
                      - name: build
                        steps:
                          - run: "true"
                          - \(step)

                    """
                try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                let ending = try await Program.run(
                    [
                        "run", "--output", "plain", "--state",
                        "/tmp/\(folder.lastPathComponent)/../\(folder.lastPathComponent)-st",
                    ],
                    in: folder)
                try? FileManager.default.removeItem(atPath: "\(folder.path)-st")
                #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains(words), "\(ending.output)")
                #expect(!ending.output.contains("NSCocoaErrorDomain"))
            }
        }

        @Test func aBranchThatDoesNotExistIsAMistakeInTheFile() async throws {
            try await withFolder { folder in
                let pipeline = """
                    name: shop
                    source: { git: ., branch: nowhere }
                    release: automatic
                    stages: [{ name: build, steps: [{ run: "true" }] }]

                    """
                try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                _ = try await Program.git(["init", "--quiet", "--initial-branch=main", folder.path])
                _ = try await Program.git(
                    [
                        "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet",
                        "--allow-empty", "-m", "x",
                    ])
                let ending = try await Program.run(["run", "--output", "plain"], in: folder)
                #expect(ending.status == 2, "\(ending.output)\(ending.error)")
                #expect(ending.error.contains("nowhere"))
            }
        }
    }
}
